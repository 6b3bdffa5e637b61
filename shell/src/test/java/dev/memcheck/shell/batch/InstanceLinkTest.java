package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLinkTest {
    @TempDir
    private Path directory;

    private Path data;
    private Path wanted;

    @BeforeEach
    void server() throws IOException {
        data = Files.createDirectory(directory.resolve("server"));
        wanted = directory.resolve("tmp_check");
    }

    @Test
    void leadsToTheDataAndGoesAgain() {
        InstanceLink link = InstanceLink.make(Optional.of(wanted), data);

        assertThat(wanted.resolve("data")).isDirectory();
        link.remove();
        assertThat(wanted).doesNotExist();
        assertThat(data).isDirectory();
    }

    @Test
    void takesThePlaceOfOneThatWasLeft() throws IOException {
        Files.createDirectory(wanted);
        Files.createSymbolicLink(wanted.resolve("data"), directory.resolve("a server that has gone"));

        InstanceLink link = InstanceLink.make(Optional.of(wanted), data);

        assertThat(wanted.resolve("data").toRealPath()).isEqualTo(data.toRealPath());
        link.remove();
        assertThat(wanted).doesNotExist();
    }

    @Test
    void leavesAnotherInstanceAsItIs() throws IOException {
        Files.createDirectories(wanted.resolve("data/base"));

        InstanceLink.make(Optional.of(wanted), data).remove();

        assertThat(wanted.resolve("data/base")).isDirectory();
    }
}
