package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The full-screen tree as a person has it: in a real terminal, on a real server. */
class TreeTmuxIT {
    private static final String ROOT = "TopMemoryContext";
    private static final String PROMPT = "memcheck>";

    /** Total bytes of the root, in kilobytes. */
    private static final Pattern ROOT_SIZE = Pattern.compile(ROOT + " .*?(\\d+) kB");

    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void fromThePromptIntoTheTreeAndBack() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("SELECT 'before' || '.' AS a;");
        openTree();
        terminal.key("Down");
        terminal.key("Down");
        terminal.resize(60, 15);
        terminal.await(
                "a tree of 15 lines", screen -> isTree(screen) && screen.lines().count() <= 15);
        terminal.resize(150, 45);
        terminal.await(
                "a tree of 45 lines", screen -> isTree(screen) && screen.lines().count() > 40);
        terminal.key("PageDown");
        terminal.key("Home");
        terminal.keys("qSELECT 'type' || 'ahead' AS b;");
        terminal.key("Enter");
        terminal.await(" typeahead");
        terminal.awaitPrompt(PROMPT);
        assertThat(terminal.isTaken()).isFalse();
        assertThat(terminal.screen()).contains(" before.").doesNotContain(ROOT);

        terminal.key("Up");
        terminal.key("Up");
        terminal.key("Up");
        terminal.await("the first statement", screen -> screen.endsWith("memcheck> SELECT 'before' || '.' AS a;"));
    }

    @Test
    void controlCCancelsWhatRunsInTheTreeAndThenLeaves() throws IOException {
        start(Map.of());
        openTree();
        terminal.type(":SELECT pg_sleep(1000)");
        terminal.await("pg_sleep");
        terminal.key("C-c");
        terminal.await("canceling statement due to user request");
        assertThat(terminal.isTaken()).isTrue();
        terminal.type(":SELECT 40 + 2");
        terminal.await("SELECT 1");
        terminal.key("C-c");
        terminal.awaitPrompt(PROMPT);

        assertThat(terminal.screen())
                .contains("memcheck> SELECT pg_sleep(1000)", "ERROR:  canceling statement", "memcheck> SELECT 40 + 2")
                .containsPattern("(?m)^ +42$");
        terminal.typeAndAwaitPrompt("SELECT 'still ' || 'here' AS c;");
        assertThat(terminal.screen()).contains(" still here");
    }

    @Test
    void theTreeIsLeftWhileAStatementRuns() throws IOException {
        start(Map.of());
        openTree();
        terminal.type(":SELECT pg_sleep(1000)");
        terminal.await("pg_sleep");
        terminal.key("q");
        terminal.await("the prompt's screen", screen -> !screen.contains(ROOT));
        terminal.key("C-c");
        terminal.await("canceling statement due to user request");
        terminal.awaitPrompt(PROMPT);
        terminal.typeAndAwaitPrompt("SELECT 40 + 2;");
    }

    @Test
    void aProcessThatIsToldToEndRestoresTheScreen() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("SELECT 'before' || '.' AS a;");
        openTree();
        assertThat(terminal.isTaken()).isTrue();
        terminal.shell().destroy();
        terminal.await("exit code 143");

        assertThat(terminal.isTaken()).isFalse();
        assertThat(terminal.screen()).contains(" before.").doesNotContain(ROOT);
    }

    @Test
    void aDumbTerminalGetsTheTreePrinted() throws IOException {
        start(Map.of("TERM", "dumb"));
        terminal.type("\\tree");
        terminal.await(ROOT);
        terminal.awaitPrompt(PROMPT);

        assertThat(terminal.isTaken()).isFalse();
    }

    @Test
    void aRunningStatementIsSeenToGrow() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("CREATE EXTENSION IF NOT EXISTS buggy_ext;");
        openTree();
        terminal.type(":SELECT count(leak_top()), count(pg_sleep(0.0001)) FROM generate_series(1, 20000)");
        NavigableSet<Integer> sizes = new TreeSet<>();
        terminal.await("three sizes of " + ROOT + " while the statement runs", screen -> {
            if (screen.contains("leak_top()")) {
                rootSize(screen, sizes);
            }
            return sizes.size() >= 3 && sizes.last() > 2 * sizes.first();
        });
        terminal.key("C-c");
        terminal.await("canceling statement due to user request");
        terminal.key("q");
        terminal.awaitPrompt(PROMPT);
    }

    @Test
    void otherProcessesAreListedAndWatched() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("\\backends");
        assertThat(terminal.screen()).containsPattern("(?m)^ +pid +\\|").contains("logical replication launcher");
        Matcher launcher =
                Pattern.compile("(\\d+) \\| logical replication launcher").matcher(terminal.screen());
        assertThat(launcher.find()).isTrue();
        terminal.type("\\observe " + launcher.group(1));
        terminal.await("its tree", TreeTmuxIT::isTree);
        assertThat(terminal.screen()).contains(launcher.group(1));
        terminal.key("q");
        terminal.awaitPrompt(PROMPT);

        terminal.typeAndAwaitPrompt("\\observe 1");
        assertThat(terminal.screen()).containsPattern("(?m)^error: .*\\b1\\b");
        terminal.typeAndAwaitPrompt("\\observe");
        assertThat(terminal.screen()).contains("\\backends lists them");
    }

    @Test
    void thePeakOfTheLastStatementIsPrinted() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("\\tree peak");
        assertThat(terminal.screen()).contains("no statement has run in a window yet");
        terminal.typeAndAwaitPrompt(
                "begin; SELECT length(string_agg(repeat('x', 1000), '')) FROM generate_series(1, 20000);");
        terminal.awaitPrompt("memcheck*>");
        terminal.typeAndAwaitPrompt("\\tree peak");

        assertThat(terminal.screen())
                .containsPattern("(?s)Statement \\d+: SELECT length.*, at its peak.*PortalContext .*ExecutorState");
    }

    @Test
    void whatCameIntoAContextInTheWindowIsSaid() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("begin; SELECT 40 + 2;");
        terminal.awaitPrompt("memcheck*>");
        openTree();
        terminal.type(":SELECT count(*) FROM information_schema.columns");
        terminal.await("SELECT 1");
        terminal.type("/CacheMemoryContext");
        terminal.key("Tab");
        terminal.await(
                "nodes of the server's caches",
                screen -> screen.contains("of what came in the window: ")
                        && Pattern.compile("\\d+ (RangeTblEntry|Var|Query|List) \\(")
                                .matcher(screen)
                                .find());
    }

    @Test
    void theLargestContextsAreListed() throws IOException {
        start(Map.of());
        terminal.typeAndAwaitPrompt("\\top 2");

        assertThat(terminal.screen())
                .containsPattern("(?m)^ +total +\\| share")
                .contains(ROOT + " \u203a CacheMemoryContext", "(2 rows)");
    }

    private void start(Map<String, String> environment) throws IOException {
        terminal = TmuxTerminal.start(home, environment);
        terminal.await(PROMPT);
    }

    private void openTree() throws IOException {
        terminal.type("\\tree");
        terminal.await("the tree", TreeTmuxIT::isTree);
    }

    private static boolean isTree(String screen) {
        return screen.contains(ROOT) && !screen.contains(PROMPT);
    }

    private static void rootSize(String screen, NavigableSet<Integer> sizes) {
        Matcher size = ROOT_SIZE.matcher(screen);
        if (size.find()) {
            sizes.add(Integer.valueOf(size.group(1)));
        }
    }
}
