package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that has stopped, and so answers nothing, holds up nobody. */
class UnansweredIT {
    private static final String STOPS = "COPY (SELECT 1) TO PROGRAM 'kill -STOP $PPID';\n";
    private static final long DEADLINE_SECONDS = 180;

    @TempDir
    private Path directory;

    @Test
    void aTimeoutHoldsForIt() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                "\\set cancel_timeout 500ms\n\\timeout 2s\n" + STOPS + "\\timeout off\nSELECT 40 + 2;\n", directory);

        assertThat(run.out())
                .contains("it did not answer a cancel for 500 ms, and memcheck has killed it", "       42")
                .doesNotContain("crash");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void oneSignalEndsTheRun() throws Exception {
        Path marker = Path.of(System.getProperty("java.io.tmpdir"), "memcheck-" + directory.getFileName());
        Path file = Files.writeString(
                directory.resolve("a.mcs"),
                // The backend stands still before the marker is there.
                "\\set cancel_timeout 500ms\nbegin; COPY (SELECT 1) TO PROGRAM 'kill -STOP $PPID; touch " + marker
                        + "'; end\n");
        Path out = directory.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(MemcheckJar.command("run", file.toString())).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.redirectOutput(out.toFile()).start();
        try {
            await(marker);
            process.destroy();
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(marker);
        }

        assertThat(process.exitValue()).as(Files.readString(out)).isEqualTo(130);
        assertThat(out).content().contains("memcheck has killed it", "a.mcs: interrupted");
    }

    private static void await(Path file) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
