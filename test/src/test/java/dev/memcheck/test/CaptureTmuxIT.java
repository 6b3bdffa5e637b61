package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was kept, in a real terminal and without a server. */
class CaptureTmuxIT {
    @TempDir
    private Path home;

    @Test
    void theTreesOfEachStatementCanBeSteppedThrough() throws Exception {
        Path file = Files.writeString(
                home.resolve("leaks.mcs"),
                "CREATE EXTENSION IF NOT EXISTS buggy_ext;\nbegin;\nSELECT 'first' AS a;\nSELECT leak_context();\nend\n");
        Path kept = home.resolve("kept.mcrun");
        MemcheckJar.run("", home, "run", file.toString(), "--save", kept.toString());

        try (TmuxTerminal terminal = TmuxTerminal.start(home, Map.of(), "view", kept.toString())) {
            terminal.await("TopMemoryContext");
            terminal.await("buggy_ext work");
            terminal.keys("[");
            terminal.await("the statement before", screen -> screen.contains("SELECT 'first'"));
            terminal.keys("q");
            terminal.await("exit code 0");
            assertThat(terminal.screen()).contains("1. " + file + ": failed").doesNotContain("TopMemoryContext");
        }
    }
}
