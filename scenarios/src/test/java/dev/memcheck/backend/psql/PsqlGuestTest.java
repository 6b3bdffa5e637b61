package dev.memcheck.backend.psql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program named psql that does not do as psql does. */
@Timeout(60)
class PsqlGuestTest {
    @TempDir
    private Path directory;

    @Test
    void whoHangsIsCancelled() throws IOException {
        PsqlGuest guest = guest("exec sleep 1000");

        assertThatThrownBy(() -> guest.run(List.of(), "\\dA", "db", "15.0", sql -> null, () -> true))
                .isInstanceOf(IOException.class)
                .hasMessage("it was cancelled");
        assertThat(left()).isEmpty();
    }

    @Test
    void whoCannotStartSaysWhy() throws IOException {
        PsqlGuest guest = guest("echo no such library >&2; exit 127");

        assertThatThrownBy(() -> guest.run(List.of(), "\\dA", "db", "15.0", sql -> null, () -> false))
                .isInstanceOf(IOException.class)
                .hasMessage("no such library");
        assertThat(left()).isEmpty();
    }

    private PsqlGuest guest(String script) throws IOException {
        Path psql = Files.writeString(directory.resolve("psql"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(psql, PosixFilePermissions.fromString("rwx------"));
        return PsqlGuest.find(Map.of("PATH", directory.toString())).orElseThrow();
    }

    /** Of this process. */
    private static List<Path> left() throws IOException {
        String ours = "memcheck-psql." + ProcessHandle.current().pid() + ".";
        try (Stream<Path> all = Files.list(OwnFiles.temporaryDirectory())) {
            return all.filter(path -> path.getFileName().toString().startsWith(ours))
                    .toList();
        }
    }
}
