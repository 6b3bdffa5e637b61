package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of faults in its short form: each is survived. */
class FaultsIT {
    @TempDir
    private Path directory;

    @Test
    void eachFaultIsSurvived() throws Exception {
        Path table = directory.resolve("table");
        Process process = new ProcessBuilder("faults/run", "--quick")
                .redirectErrorStream(true)
                .redirectOutput(table.toFile())
                .start();

        assertThat(process.waitFor(40, TimeUnit.MINUTES)).isTrue();

        String printed = Files.readString(table, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed).contains("a session file that has no end", " yes ");
    }
}
