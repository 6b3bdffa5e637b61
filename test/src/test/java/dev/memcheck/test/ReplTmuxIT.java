package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplTmuxIT {
    private static final String AMBER = "\u001b[38;5;130m";
    /** tmux gives attributes and color in one sequence, or in two. */
    private static final String BOLD = "\u001b\\[1(;|m\u001b\\[)";

    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    static Stream<Path> sessions() throws IOException {
        return MemcheckJar.sessions().stream();
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void aTranscriptReplaysAtThePrompt(Path session) throws IOException {
        start("--confirm", "2");
        List<String> lines = Files.readAllLines(session);

        for (String line : lines) {
            terminal.typeAndAwaitPrompt(line);
        }

        long expectations =
                lines.stream().filter(line -> line.startsWith("\\expect")).count();
        assertThat(terminal.screen().lines().filter(line -> line.startsWith("holds: ")))
                .as(terminal.screen())
                .hasSize((int) expectations);
        assertThat(terminal.screen()).doesNotContainPattern("(?m)^(does not hold|error):");
    }

    @Test
    void thePromptTellsWhereTheSessionStands() throws IOException {
        start();
        terminal.type("begin");
        terminal.awaitPrompt("memcheck*>");
        terminal.type("BEGIN TRANSACTION;");
        terminal.await("\nBEGIN\n");
        terminal.type("SELECT");
        terminal.awaitPrompt("memcheck->");
        terminal.type("1/0;");
        terminal.awaitPrompt("memcheck!>");
        terminal.type("ROLLBACK;");
        terminal.awaitPrompt("memcheck*>");
        terminal.type("end");
        terminal.awaitPrompt("memcheck>");

        assertThat(terminal.screen())
                .containsOnlyOnce(
                        "begin and end bracket a memcheck window; SQL's own are BEGIN TRANSACTION and COMMIT");
    }

    @Test
    void theOneLineOfTheReadmeShowsTheLeakInColor() throws IOException {
        start();
        terminal.typeAndAwaitPrompt("CREATE EXTENSION IF NOT EXISTS buggy_ext;");
        terminal.typeAndAwaitPrompt("begin; SELECT leak_top(), leak_context(); end");
        assertThat(terminal.screen())
                .contains("? unconfirmed", "leak_top (buggy_ext)", "unconfirmed: \\confirm repeats the window");
        assertThat(terminal.coloredScreen()).contains(AMBER + "? unconfirmed").doesNotContain("!! ");

        terminal.typeAndAwaitPrompt("\\confirm");

        assertThat(terminal.screen()).contains("is repeated 3 times", "!! WRONG CONTEXT", "!! LEAK");
        assertThat(terminal.coloredScreen())
                .containsPattern(BOLD + "38;5;131m!! LEAK")
                .containsPattern(BOLD + "38;5;163m!! WRONG");
        terminal.typeAndAwaitPrompt("\\findings");
        assertThat(terminal.screen()).contains("(2 rows)");
    }

    @Test
    void aFindingIsExplained() throws IOException {
        start();
        terminal.typeAndAwaitPrompt("CREATE EXTENSION buggy_ext;");
        terminal.typeAndAwaitPrompt("begin; SELECT leak_top(); SELECT leak_top(); end");
        terminal.typeAndAwaitPrompt("\\why");

        assertThat(terminal.screen())
                .contains(
                        "finding 1: !! WRONG CONTEXT  WARNING wrong_ctx_alloc",
                        "confirmed: it came back when the same statement ran again",
                        "  statement   SELECT leak_top()",
                        "\\help finding wrong_ctx_alloc and \\help context TopMemoryContext say more")
                .containsPattern("(?m)^  => 18 {6}char {7}\\*kept = MemoryContextAlloc\\(TopMemoryContext, 96\\);$")
                // From 17 on MemoryContextAlloc() leaves by a jump and is on no stack.
                .containsPattern(
                        "  what to do  in leak_top\\(\\) at buggy_ext.c:18, (give MemoryContextAlloc\\(\\)|allocate in)")
                .containsPattern("  owner       leak_top \\(buggy_ext\\) at \\S*buggy_ext.c:\\d+")
                .containsPattern("(?m)^  => #\\d   leak_top \\(buggy_ext\\) at \\S*buggy_ext.c:\\d+")
                .doesNotContain("(pg_ext_memcheck)");
        terminal.typeAndAwaitPrompt("\\why 2");
        assertThat(terminal.screen()).contains("expected a finding, a number from 1 to 1, found \"2\"");
    }

    @Test
    void withNoColorNothingIsColored() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of("NO_COLOR", "1"));
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE EXTENSION buggy_ext;");
        terminal.typeAndAwaitPrompt("begin; SELECT leak_top(); SELECT leak_top(); end");

        assertThat(terminal.screen()).contains("? unconfirmed", "!! WRONG CONTEXT");
        assertThat(terminal.coloredScreen()).doesNotContain("\u001b[");
    }

    @Test
    void controlCCancelsTheStatementAndKeepsTheSession() throws IOException {
        start();
        terminal.typeAndAwaitPrompt("begin kept");
        // Ctrl-C between two statements leaves out those that follow, and then there is nothing to cancel: once more.
        for (int attempt = 1; attempt <= 5 && !terminal.screen().contains("canceling statement"); attempt++) {
            terminal.type("SELECT " + attempt + " || ' running'; SELECT pg_sleep(1000); SELECT 'never' || ' seen';");
            terminal.await(" " + attempt + " running\n");
            terminal.key("C-c");
            terminal.awaitPrompt("memcheck*>");
        }
        assertThat(terminal.screen())
                .contains(
                        "canceling statement due to user request",
                        "note: cancelled: the statement that follows was not run");

        terminal.typeAndAwaitPrompt("SELECT 40 + 2;");

        assertThat(terminal.screen()).contains("       42").doesNotContain("never seen");
        terminal.typeAndAwaitPrompt("end kept");

        assertThat(terminal.screen()).contains("window \"kept\": ");
    }

    @Test
    void controlCAtThePromptGivesUpTheLine() throws IOException {
        start();
        terminal.type("SELECT");
        terminal.awaitPrompt("memcheck->");
        terminal.key("C-c");
        terminal.awaitPrompt("memcheck>");

        terminal.typeAndAwaitPrompt("SELECT 40 + 2;");

        assertThat(terminal.screen()).contains("       42");
    }

    @Test
    void aBackendThatIsTerminatedIsToldOfAndReplacedAndTheFindingsStay() throws IOException {
        start();
        terminal.typeAndAwaitPrompt("CREATE EXTENSION IF NOT EXISTS buggy_ext;");
        terminal.typeAndAwaitPrompt("begin; SELECT leak_top();");
        terminal.typeAndAwaitPrompt("SELECT pg_terminate_backend(pg_backend_pid());");
        terminal.awaitPrompt("memcheck>");

        assertThat(terminal.screen())
                .contains(
                        "is lost",
                        "terminating connection due to administrator command",
                        "it was running: SELECT pg_terminate_backend",
                        "window 1 is gone with it",
                        "connected to a new backend");
        terminal.typeAndAwaitPrompt("\\findings");
        assertThat(terminal.screen()).contains("(1 row)");
        terminal.typeAndAwaitPrompt("begin; SELECT 40 + 2; end");
        assertThat(terminal.screen()).contains("       42");
    }

    @Test
    void backslashesReachTheServerAndTheHistoryAsTyped() throws IOException {
        start();
        terminal.typeAndAwaitPrompt("SELECT 'a\\nb' || '!' AS t;");
        assertThat(terminal.screen()).contains(" a\\nb!");
        terminal.key("C-d");
        terminal.await("exit code 0");
        terminal.close();

        start();
        terminal.key("Up");
        terminal.await("memcheck> SELECT 'a\\nb' || '!' AS t;");
    }

    @Test
    void controlXControlETakesTheLineThroughTheEditorAndRunsIt() throws IOException {
        Path editor = script("sed -i 's/nothing/42/' \"$1\"");
        terminal = TmuxTerminal.start(home, Map.of("EDITOR", editor.toString()));
        terminal.await("memcheck>");
        terminal.keys("SELECT 'it is nothing' AS t;");
        terminal.key("C-x");
        terminal.key("C-e");
        terminal.await(" it is 42\n(1 row)");
    }

    @Test
    void anEditorThatFailsLeavesTheLineAndTheSession() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of("EDITOR", script("exit 3").toString()));
        terminal.await("memcheck>");
        terminal.keys("SELECT 40 + 2;");
        terminal.key("C-x");
        terminal.key("C-e");
        terminal.await("failed with exit code 3");
        terminal.type("");
        terminal.await("       42");
    }

    private Path script(String text) throws IOException {
        Path file = Files.writeString(home.resolve("editor"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    @Test
    void tabCompletesACommand() throws IOException {
        start();
        terminal.typeAndAwaitPrompt("\\x on");
        terminal.key("\\");
        terminal.key("t");
        terminal.key("i");
        terminal.key("m");
        terminal.key("i");
        terminal.key("Tab");
        terminal.await("memcheck> \\timing");
        terminal.type("");
        terminal.await("Timing is on.");
    }

    @Test
    void helpIsCompletedAndFitsOnTheScreen() throws IOException {
        start();
        terminal.keys("\\help context CachedPlanS");
        terminal.key("Tab");
        terminal.await("CachedPlanSource");
        terminal.key("Enter");
        terminal.awaitPrompt("memcheck>");

        assertThat(terminal.screen())
                .contains("  below       CacheMemoryContext once it is saved", "  growth      fine at the first run")
                .doesNotContain("error:");
    }

    @Test
    void aPlayedFileLeavesTheUserAtThePrompt() throws IOException {
        Path file = Files.writeString(
                home.resolve("demo.mcs"),
                "CREATE EXTENSION IF NOT EXISTS buggy_ext;\nbegin;\nSELECT leak_context();\nend\n");
        terminal = TmuxTerminal.start(home, Map.of(), "--play", file.toString());
        terminal.await("memcheck*> SELECT leak_context();");
        terminal.await("!! LEAK");
        terminal.awaitPrompt("memcheck>");
    }

    private void start(String... arguments) throws IOException {
        terminal = TmuxTerminal.start(home, Map.of(), arguments);
        terminal.await("memcheck>");
    }
}
