package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of doors, in its short form: each holds. */
class SecurityIT {
    @TempDir
    private Path directory;

    @Test
    void eachDoorHolds() throws Exception {
        Path table = directory.resolve("table");
        Process process = new ProcessBuilder("security/run", "--quick")
                .redirectErrorStream(true)
                .redirectOutput(table.toFile())
                .start();

        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();

        String printed = Files.readString(table, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed).contains("a role with nothing: any function of the schema", " yes ");
    }
}
