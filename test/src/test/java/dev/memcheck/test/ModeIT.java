package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that have no window at all: {@code memcheck_mode} judges their statements. */
class ModeIT {
    private static final String MODE =
            "\\backend setting=pg_ext_memcheck.memcheck_mode=all\nCREATE EXTENSION IF NOT EXISTS buggy_ext;\n";

    @TempDir
    private Path directory;

    @Test
    void aLeakFailsTheFileThatProvokedIt() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(MODE + "SELECT leak_top();\n".repeat(4), directory);

        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).contains("window \"memcheck_mode\": 1 finding, confirmed", "leak_top (buggy_ext)");
    }

    @Test
    void theLastStatementCountsToo() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(MODE + "SELECT leak_top();\n".repeat(2), directory);

        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
    }

    @Test
    void aCacheDoesNot() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(MODE + "SELECT cache_once();\n".repeat(4), directory);

        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void itMayBeExpected() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                MODE + "SELECT leak_top();\n".repeat(4) + "\\expect wrong_ctx_alloc from buggy_ext symbol leak_top\n",
                directory);

        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void whatAWindowHasTheModeDoesNotTellAgain() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                MODE
                        + "begin w;\n"
                        + "SELECT leak_top();\n".repeat(3)
                        + "end w\n\\expect wrong_ctx_alloc from buggy_ext symbol leak_top\n",
                directory);

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).doesNotContain("memcheck_mode");
    }
}
