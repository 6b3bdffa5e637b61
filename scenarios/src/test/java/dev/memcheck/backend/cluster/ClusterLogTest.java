package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLogTest {
    private static final String CRASH = """
            2026-01-02 03:04:05.678 UTC [10] LOG:  database system is ready to accept connections
            2026-01-02 03:04:06.678 UTC [10] LOG:  server process (PID 12) was terminated by signal 11: Segmentation fault
            2026-01-02 03:04:06.678 UTC [10] DETAIL:  Failed process was running: SELECT crash()
            2026-01-02 03:04:06.679 UTC [10] LOG:  terminating any other active server processes
            2026-01-02 03:04:07.000 UTC [13] FATAL:  terminating connection due to administrator command
            """;

    @TempDir
    private Path directory;

    @Test
    void tellsTheSignalAndTheStatement() throws IOException {
        assertThat(log(CRASH).death(12))
                .contains("server process (PID 12) was terminated by signal 11: Segmentation fault\n"
                        + "Failed process was running: SELECT crash()");
    }

    @Test
    void tellsABackendsLastWords() throws IOException {
        assertThat(log(CRASH).death(13)).contains("FATAL:  terminating connection due to administrator command");
    }

    @Test
    void doesNotTakeOnePidForAnother() throws IOException {
        assertThat(log(CRASH).death(1)).isEmpty();
        assertThat(log(CRASH).death(2)).isEmpty();
    }

    @Test
    void givesTheLastLines() throws IOException {
        assertThat(log("a\nb\nc\n").lastLines(2)).isEqualTo(List.of("b", "c"));
        assertThat(log("a\nb\nc\n").lastLines(9)).hasSize(3);
        assertThat(new ClusterLog(directory.resolve("none")).lastLines(2)).isEmpty();
    }

    @Test
    void knowsWhetherLibrariesAreLoaded() throws IOException {
        assertThat(log("a library says something\n").tellsOfStart()).isFalse();
        assertThat(log("2026-01-02 03:04:05.678 UTC [10] LOG:  starting PostgreSQL 15.20\n")
                        .tellsOfStart())
                .isTrue();
    }

    @Test
    void countsWhatMakesTheServerStartAnew() throws IOException {
        String ends = """
                2026-01-02 03:04:06.678 UTC [10] LOG:  server process (PID 12) exited with exit code 3
                2026-01-02 03:04:06.678 UTC [10] LOG:  server process (PID 13) exited with exit code 1
                2026-01-02 03:04:06.678 UTC [10] LOG:  background worker "x" (PID 14) exited with exit code 1
                """;

        assertThat(log(CRASH + ends).crashesSince(0)).isEqualTo(2);
        assertThat(log(CRASH).crashesSince(1_000_000)).isZero();
    }

    @Test
    void tellsWhyTheServerDidNotStart() throws IOException {
        String text = """
                2026-01-02 03:04:05.678 UTC [10] LOG:  starting
                2026-01-02 03:04:05.678 UTC [10] FATAL:  could not access file "x": No such file or directory
                2026-01-02 03:04:05.678 UTC [10] LOG:  database system is shut down
                """;

        assertThat(log(text).whyNotStarted())
                .isEqualTo("FATAL:  could not access file \"x\": No such file or directory");
    }

    private ClusterLog log(String text) throws IOException {
        return new ClusterLog(Files.writeString(directory.resolve("server.log"), text));
    }
}
