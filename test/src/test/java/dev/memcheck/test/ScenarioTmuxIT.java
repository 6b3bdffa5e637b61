package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person runs stress scenarios: the list, completion, the progress bar, Ctrl-C, the curve. */
class ScenarioTmuxIT {
    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @BeforeEach
    void start() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE EXTENSION IF NOT EXISTS buggy_ext;");
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void controlCKeepsWhatWasFound() throws IOException {
        terminal.type("\\scenario wrong_context_probe iterations=50000000 workload='SELECT leak_top()'");
        terminal.await("/50000000, ");
        terminal.key("C-c");
        terminal.awaitPrompt("memcheck>");

        assertThat(terminal.screen())
                .contains("leak_top (buggy_ext)", "stopped before its end, after ")
                .doesNotContain("[....");
        terminal.typeAndAwaitPrompt("SELECT 'still' || ' here';");
        assertThat(terminal.screen()).contains("still here");
    }

    @Test
    void whatControlCCancelsIsNoErrorOfTheWorkload() throws IOException {
        terminal.type("\\scenario soak warmup=0 iterations=1000 workload='SELECT leak_top(), pg_sleep(1)'");
        terminal.await("/1000, ");
        terminal.key("C-c");
        terminal.awaitPrompt("memcheck>");

        assertThat(terminal.screen())
                .contains("stopped before its end, after ")
                .doesNotContain("failed", "first error");
    }

    @Test
    void theCurveIsDrawn() throws IOException {
        terminal.typeAndAwaitPrompt("\\scenario growth_benchmark iterations=50 workload='SELECT leak_top()'");

        assertThat(terminal.screen())
                .contains("leak_top in TopMemoryContext: 96.0 bytes per call", "50 calls", "\u28c0")
                .containsPattern("(?m)^ +0 bytes \u2502");
    }

    @Test
    void namesAndKeysAreCompletedAndWrongOnesCorrected() throws IOException {
        terminal.keys("\\scenario grow");
        terminal.key("Tab");
        terminal.await("\\scenario growth_benchmark");
        terminal.keys("stop");
        terminal.key("Tab");
        terminal.await("stop_early=");
        terminal.keys("maybe");
        terminal.typeAndAwaitPrompt("");
        assertThat(terminal.screen()).contains("parameter \"stop_early\" must be a boolean");
        terminal.typeAndAwaitPrompt("\\scenario growth_bench");
        assertThat(terminal.screen()).contains("Perhaps you meant \"growth_benchmark\".");
    }
}
