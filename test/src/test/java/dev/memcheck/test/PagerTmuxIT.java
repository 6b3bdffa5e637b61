package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is longer than the screen, in less. */
class PagerTmuxIT {
    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void longOutputIsPagedAndLeftWithoutAnError() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of("PSQL_PAGER", "less"));
        terminal.awaitPrompt("memcheck>");

        terminal.type("SELECT n, 'row ' || n FROM generate_series(1, 200) AS n;");
        terminal.await("less shows rows", screen -> screen.contains("row 20") && screen.endsWith("\n:"));
        terminal.key("C-c");
        // What is typed before less has heard of it is lost, and to go to the end twice does no harm.
        for (int attempt = 1; attempt <= 50 && !terminal.screen().contains("(200 rows)"); attempt++) {
            terminal.keys("G");
        }
        terminal.await("(200 rows)");
        terminal.keys("q");
        terminal.awaitPrompt("memcheck>");

        terminal.type("SELECT n, 'large ' || n FROM generate_series(1, 300000) AS n;");
        terminal.await("less shows rows", screen -> screen.contains("large 20") && screen.endsWith("\n:"));
        terminal.keys("q");
        terminal.awaitPrompt("memcheck>");

        terminal.type("\\?");
        terminal.await("less shows help", screen -> screen.contains("open a window") && screen.endsWith("\n:"));
        terminal.keys("q");
        terminal.awaitPrompt("memcheck>");

        terminal.typeAndAwaitPrompt("\\pset pager off");
        terminal.typeAndAwaitPrompt("SELECT 'of ' || n FROM generate_series(1, 60) AS n;");
        assertThat(terminal.screen())
                .contains("Pager usage is off.", " of 60\n(60 rows)")
                .doesNotContain("error:", "note:");
    }
}
