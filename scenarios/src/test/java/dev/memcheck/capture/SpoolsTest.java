package dev.memcheck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolsTest {
    @TempDir
    private Path directory;

    @Test
    void whatAKilledRunLeftIsRemovedByTheNext() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path left = Files.createFile(directory.resolve("memcheck-capture." + gone.pid() + ".1.gz"));
        Path strange = Files.createFile(directory.resolve("memcheck-capture.mine.gz"));

        Path made = inDirectory(directory, Spools::create);

        assertThat(left).doesNotExist();
        assertThat(strange).exists();
        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSpoolThatCannotBeMadeIsToldAtTheEnd() throws Exception {
        SessionCapture capture = inDirectory(directory.resolve("none"), SessionCapture::new);

        capture.momentKept(null, null);

        assertThatThrownBy(() -> capture.copyTo(new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be kept in " + directory.resolve("none"));
    }

    private interface Making<T> {
        T make() throws IOException;
    }

    private static <T> T inDirectory(Path directory, Making<T> making) throws IOException {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", directory.toString());
        try {
            return making.make();
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }
}
