package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code test/figures/crashes}: what ends a workload's process is reported and leaves nothing behind. */
class CrashFigureIT {
    private static final long DEADLINE_SECONDS = 300;

    @TempDir
    private Path directory;

    @Test
    void everyKindIsReportedAndLeavesNothingBehind() throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process figure = new ProcessBuilder("sh", "figures/crashes", "--quick", "3")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!figure.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            figure.destroy();
            throw new AssertionError("not done after " + DEADLINE_SECONDS + " s:\n" + Files.readString(said));
        }

        assertThat(figure.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readString(said)).contains("0 restarts of the server", "met: every row as it should be");
    }
}
