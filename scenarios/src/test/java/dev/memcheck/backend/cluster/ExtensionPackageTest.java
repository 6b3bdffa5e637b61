package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionPackageTest {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/17/lib");

    @TempDir
    private Path directory;

    @Test
    void whoHasTheShellAsAPackageIsToldOfTheExtensions() throws Exception {
        ExtensionPackage extension = new ExtensionPackage(Files.createFile(directory.resolve("memcheck.list")));

        assertThat(extension.install(DEBIAN)).hasValue("apt-get install postgresql-17-pg-ext-memcheck");
        assertThat(extension.install(Path.of("/opt/pg/lib"))).isEmpty();
    }

    @Test
    void nobodyElseIs() {
        assertThat(new ExtensionPackage(directory.resolve("memcheck.list")).install(DEBIAN))
                .isEmpty();
    }
}
