package dev.memcheck.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSessionTest {
    @TempDir
    private Path directory;

    @Test
    void aStatementIsRunAndItsRowsArePrinted() throws IOException {
        assertThat(talk().type("SELECT 1;")).contains(" echo   \n----------\n SELECT 1\n(1 row)\n");
    }

    @Test
    void aTerminalThatDoesNotKnowItsSizeShowsThePrompt() throws IOException {
        assertThat(talk().sized(new Size(0, 0)).type("SELECT 1;"))
                .contains("memcheck> SELECT 1;", " SELECT 1\n(1 row)");
    }

    @Test
    void oneLineMayHoldAWholeWindow() throws IOException {
        assertThat(talk().type("begin; SELECT 1; end"))
                .contains("window 1 is open", "nothing retained, no findings", "window: clean, no findings");
    }

    @Test
    void aQuotedWordIsTheNameOfAWindowAndLimitsNothing() throws IOException {
        assertThat(talk().type("begin 'lookups'; SELECT leak_top(); SELECT leak_top(); end"))
                .contains("window \"lookups\" is open", "window \"lookups\": 1 finding")
                .doesNotContain("looks for leaks only");
    }

    @Test
    void whatLimitsAWindowIsSaidWhenItOpensAndWithItsVerdict() throws IOException {
        String said = "note: window \"w\" looks for leaks only in contexts like 'My%'\n";

        assertThat(talk().type("begin w like 'My%'; end"))
                .contains("window \"w\" is open\n" + said, "window \"w\": clean, no findings\n" + said);
        assertThat(talk().type("begin '{\"allowed_contexts\": [\"x\"]}'; end"))
                .contains("note: window 1 reports no growth in its allowed_contexts\n");
    }

    @Test
    void aStatementMayGoOverSeveralLines() throws IOException {
        assertThat(talk().type("SELECT 'a", "b';")).contains("memcheck'> b';", " SELECT 'a+\n b'\n");
    }

    @Test
    void whatCannotBeReadIsSaidAndTheConversationGoesOn() throws IOException {
        assertThat(talk().type("\\findngs", "SELECT 1;"))
                .contains("unknown command \\findngs", "did you mean \\findings?", " SELECT 1\n");
    }

    @Test
    void backslashesAndExclamationMarksAreLeftAlone() throws IOException {
        assertThat(talk().type("SELECT E'a\\tb' || '!!';")).contains(" SELECT E'a\\tb' || '!!'\n");
    }

    @Test
    void arrowsHomeAndEndAreKnownInBothTheirForms() throws IOException {
        for (String form : List.of("\033[", "\033O")) {
            assertThat(talk().type("1" + form + "HSELECT " + form + "C" + form + "D" + form + "F;", form + "A")
                            .split("SELECT 1\n", -1))
                    .as(form.substring(1))
                    .hasSize(3);
        }
    }

    @Test
    void aTerminalThatIsHungUpUnderTheTreeEndsTheConversationAndIsNoMistake() throws IOException {
        assertThat(talk().hungUpAt("\u001b[?1049h").type("\\tree", "SELECT 1;"))
                .contains("memcheck> \\tree")
                .doesNotContain("a bug in memcheck", "SELECT 1");
    }

    @Test
    void commandsAnswer() throws IOException {
        assertThat(talk().type("\\x on", "\\timing", "\\conninfo", "\\set n 3", "\\set", "\\tree 2", "\\findings"))
                .contains(
                        "Expanded display is on.",
                        "Timing is on.",
                        "Connected to a fake.",
                        "n = '3'",
                        "TopMemoryContext",
                        "No findings so far.");
    }

    @Test
    void thePromptTellsOfTransactionsAndTheWayOutOfAStatement() throws IOException {
        assertThat(talk().type("BEGIN TRANSACTION;", "begin", "COMMIT;", "end"))
                .contains("memcheck*> begin\n", "memcheck**> COMMIT;\n", "memcheck*> end\n", "memcheck> \\q");
        assertThat(talk().type("SELECT (1", "quit", ");"))
                .contains(
                        "\"quit\" is now part of what you type, which waits for its closing counterpart. Ctrl-C clears it all;"
                                + " then quit works.\n",
                        "memcheck(> quit\n",
                        "memcheck(> )");
    }

    @Test
    void aMistypedWordIsToldTheWayOut() throws IOException {
        String way = "is the beginning of a statement, which waits for a ; after it. Ctrl-C clears it all; then ";

        assertThat(talk().type("hlep", ";")).contains("\"hlep\" " + way + "help works.");
        assertThat(talk().type("quti", ";")).contains("\"quti\" " + way + "quit works.");
        assertThat(talk().type("SELECT", "1;", "commit", ";", "vacuum", ";", "frobnicate", ";"))
                .doesNotContain("is the beginning of");
    }

    @Test
    void aCommandInTheMiddleOfAStatementIsRunAndTheStatementWaits() throws IOException {
        assertThat(talk().type("SELECT 1", "\\help watch", "+ 2;"))
                .contains("  \\watch [SECONDS]", " SELECT 1", "+ 2")
                .doesNotContain("has no ;");
        assertThat(talk().type("SELECT", "\\nosuch", "1;")).contains("unknown command \\nosuch");
        assertThat(talk().type("SELECT", "\\expect clean", "SELECT 2;")).contains("has no ;", " SELECT 2\n");
        assertThat(talk().type("hlep", "\\q", "SELECT 'still here';")).doesNotContain(" SELECT 'still");
    }

    @Test
    void quitInAFileEndsThatFileAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("quits.mcs"), "SELECT 'one';\n\\q\nSELECT 'two';\n");

        assertThat(talk().type("\\i " + file, "\\i " + file, "SELECT 'three';"))
                .contains(" SELECT 'three'\n")
                .doesNotContain(" SELECT 'two'\n");
        assertThat(talk().with(file).type("SELECT 'three';"))
                .contains(" SELECT 'one'\n", " SELECT 'three'\n")
                .doesNotContain(" SELECT 'two'\n");
    }

    @Test
    void doubleQuotesAreEchoedAsByPsql() throws IOException {
        assertThat(talk().type("\\echo \"a  b\" 'c  d' e\"f g\"", "\\set who \"me\"", "\\echo :who"))
                .contains("\n\"a  b\" c  d e\"f g\"\n", "\nme\n");
    }

    @Test
    void theSessionSoFarIsReported() throws IOException {
        Path file = directory.resolve("so-far.json");

        assertThat(talk().type("begin; SELECT leak_top();", "\\report json " + file, "\\report jsn x", "\\report json"))
                .contains("wrote " + file, "did you mean json?", "expects a format and a file");
        assertThat(talk().type("begin; SELECT leak_top();", "\\report json -"))
                .contains("\"verdict\": \"unfinished\"")
                .doesNotContain("wrote -");
        assertThat(file).content().contains("\"verdict\": \"unfinished\"", "\"end\": \"open\"", "SELECT leak_top()");
    }

    @Test
    void aCommandThatIsMisusedSaysWhatItExpects() throws IOException {
        assertThat(talk().type("\\x maybe", "\\confirm", "\\confirm often", "\\tree -1", "\\diff", "\\i", "\\q now"))
                .contains(
                        "error: \\x: unrecognized value \"maybe\" for \"expanded\": available values are on, off, auto",
                        "error: no window has been closed yet",
                        "error: \\confirm: expected how often, a number from 1 to 10000, found \"often\"",
                        "error: \\tree: expected peak or a depth, a number from 1 to 1000, found \"-1\"",
                        "error: no statement has run in a window yet",
                        "error: \\i expects the name of one file",
                        "error: \\q takes no argument, found \"now\"");
    }

    @Test
    void aFindingTellsItsStory() throws IOException {
        assertThat(talk().type("begin; SELECT leak_top(); SELECT cache_once(); end", "\\why 1", "\\why"))
                .contains(
                        "finding 1: ? unconfirmed  INFO chunk_leak",
                        "  owner       leak_top (buggy_ext)",
                        "  what to do  first see whether it comes back: \\confirm at the prompt",
                        "finding 2: ? unconfirmed",
                        "  owner       cache_once (buggy_ext)");
    }

    @Test
    void withoutANumberTheWorstOfTheLastWindowIsExplained() throws IOException {
        String first = "begin; SELECT cache_once(); SELECT leak_top(); end";

        assertThat(talk().type(first, "\\why"))
                .contains("finding 1: ", "(buggy_ext)")
                .doesNotContain("finding 2: ");
        assertThat(talk().type(first, "begin; SELECT 1; end", "\\why")).contains("finding 1: ");
        assertThat(talk().type(first, "begin; SELECT leak_top(); end", "\\why"))
                .contains("finding 2: ", "\\help finding chunk_leak")
                .doesNotContain("finding 1: ");
        assertThat(talk().type(first, "begin; SELECT leak_top();", "\\why")).contains("finding 2: ");
    }

    @Test
    void aFindingThatThereIsNotIsRefusedWithTheRange() throws IOException {
        assertThat(talk().type("\\why", "begin; SELECT leak_top(); SELECT cache_once(); end", "\\why 3", "\\why x"))
                .contains(
                        "error: there are no findings yet",
                        "error: \\why: expected a finding, a number from 1 to 2, found \"3\"",
                        "error: \\why: expected a finding, a number from 1 to 2, found \"x\"");
    }

    @Test
    void theLastErrorIsToldInFull() throws IOException {
        assertThat(talk().type("\\errverbose")).contains("\nThere is no previous error.\n");
        assertThat(talk().type("SELECT fail();", "SELECT 1;", "\\errverbose"))
                .contains("\nERROR:  22012: division by zero\n");
    }

    @Test
    void aFileIsRunInTheSession() throws IOException {
        Path file = Files.writeString(directory.resolve("more.mcs"), "SELECT :n;");

        assertThat(talk().type("\\set n 4711", "\\i " + file)).contains(" SELECT 4711\n");
        assertThat(talk().type("\\i /no/such.mcs")).contains("error: \\i: there is no file /no/such.mcs");
        Files.writeString(file, "\\i " + file + "\n");
        assertThat(talk().type("\\i " + file)).contains("error: \\i: " + file + " is 50 files deep in other files");
    }

    @Test
    void theStartUpFileIsRunBeforeTheFirstPrompt() throws IOException {
        Path rc = Files.writeString(directory.resolve("rc"), "\\timing on\n\\set n 4711\nSELECT 'of the file';\n");

        assertThat(talk().with("n", "1").with(rc).type("SELECT :n;"))
                .containsPattern(
                        "(?s)Timing is on\\.\n.* SELECT 'of the file'\n.*memcheck> SELECT :n;.* SELECT 4711\n");
        assertThat(talk().with(directory.resolve("none")).type("SELECT 1;"))
                .contains(" SELECT 1\n")
                .doesNotContain("error");
        Files.writeString(rc, "\\timing on\n  \\timng off\n");
        assertThat(talk().with(rc).type("SELECT 1;"))
                .contains(rc + ":2:3: unknown command \\timng", " SELECT 1\n")
                .doesNotContain("Timing is on");
    }

    @Test
    void aQuietSessionPrintsResultsAndVerdictsOnly() throws IOException {
        assertThat(talk().with("QUIET", "on").type("\\timing on", "DELETE FROM a;", "begin; SELECT 1; end"))
                .startsWith("memcheck> ")
                .contains(" SELECT 1\n", "window: clean")
                .doesNotContain("\nDELETE\n", "Timing is on", "is open", "Type help");
        assertThat(talk().type("\\set QUIET off", "DELETE FROM a;")).contains("\nDELETE\n", "Type help");
    }

    @Test
    void expectationsAreJudgedAtThePrompt() throws IOException {
        assertThat(talk().type("SELECT 1;", "\\expect rows = 1", "\\expect error"))
                .contains(
                        "holds: rows = 1",
                        "does not hold: error\n               expected  found\n  ! statement  an error  success\n");
    }

    @Test
    void thePromptNamesASessionThatIsNotTheFirst() throws IOException {
        assertThat(talk().type("\\session writer", "begin", "\\session default", "end; \\session writer", "end"))
                .contains(
                        "memcheck> \\session writer\n",
                        "memcheck[writer]> begin\n",
                        "memcheck[writer]*> \\session default\n",
                        "memcheck> end; \\session writer\n",
                        "error: no window is open",
                        "memcheck[writer]*> end\n",
                        "memcheck[writer]> ");
    }

    @Test
    void withoutABackendThePromptStaysAndSaysWhy() throws IOException {
        assertThat(new PromptTalk(FakeBackends.refusing("there is no server"), history())
                        .type("SELECT 1;", "SELECT 2;"))
                .containsPattern("(?s)error: no backend: there is no server.*error: no backend: there is no server");
    }

    @Test
    void aMistakeOfOurOwnCostsTheCommandAndNotTheSession() throws IOException {
        String shown = new PromptTalk(FakeBackends.mistaken(), history()).type("SELECT 1;", "\\timing on");

        Matcher said = Pattern.compile("error: a bug in memcheck: .*; the session goes on; please report it with the"
                        + " trace in (\\S+)\n")
                .matcher(shown);
        assertThat(said.find()).as(shown).isTrue();
        Path trace = Path.of(said.group(1));
        assertThat(trace).content().contains("IllegalStateException: nobody thought of this", "\tat ");
        Files.delete(trace);
        assertThat(shown).contains("Timing is on.").doesNotContain("\tat ");
    }

    @Test
    void aRollbackWithoutATransactionIsToldBeforeAnythingOfTheLineRuns() throws IOException {
        assertThat(talk().type("BEGIN; DELETE FROM customers WHERE id > 50; ROLLBACK;"))
                .contains(
                        "prompt:1:45: ROLLBACK without a transaction: the BEGIN at prompt:1:1 opens a memcheck window,"
                                + " not a transaction\n",
                        "write BEGIN TRANSACTION where a transaction is meant")
                .doesNotContain("window 1 is open", "\nDELETE\n");
        assertThat(talk().type("begin", "DELETE FROM customers; COMMIT;", "begin; SELECT my_fn(); end"))
                .contains(
                        "COMMIT without a transaction: window 1 is open, and a window is not a transaction",
                        "window: clean")
                .doesNotContain("\nDELETE\n");
    }

    @Test
    void onAServerThatIsSomebodysAWindowAsksBeforeItWrites() throws IOException {
        assertThat(connected().type("BEGIN;", "DELETE FROM customers;", "n", "end"))
                .contains(
                        "wait: this writes, and window 1 is no transaction: it is kept at once, and no ROLLBACK takes it"
                                + " back\n",
                        "Run it? y ",
                        "cannot execute DELETE in a read-only transaction")
                .doesNotContain("\nDELETE\n");
        assertThat(connected().type("BEGIN;", "DELETE FROM a;", "y", "DELETE FROM b;", "end"))
                .containsPattern("(?s)Run it\\?.*\nDELETE\n.*\nDELETE\n")
                .containsOnlyOnce("Run it? ");
        assertThat(connected().type("BEGIN;", "DELETE FROM a;", "t", "DELETE FROM b;", "ROLLBACK;", "end"))
                .containsPattern("(?s)Run it\\?.*\nDELETE\n.*\nDELETE\n.*\nROLLBACK\n")
                .containsOnlyOnce("Run it? ");
    }

    @Test
    void nobodyIsAskedWhereNothingCanBeLost() throws IOException {
        assertThat(talk().type("begin; DELETE FROM a; end"))
                .contains("\nDELETE\n")
                .doesNotContain("Run it?");
        assertThat(connected().type("begin load; DELETE FROM a; end", "DELETE FROM b;", "begin; SELECT f(); end"))
                .doesNotContain("Run it?");
        assertThat(connected().type("BEGIN TRANSACTION;", "begin; DELETE FROM a; end", "ROLLBACK;"))
                .contains("\nDELETE\n")
                .doesNotContain("Run it?");
    }

    private PromptTalk connected() {
        return new PromptTalk(FakeBackends.connected(), history());
    }

    @Test
    void thePromptIsThereBeforeTheBackend() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try {
            assertThat(new PromptTalk(FakeBackends.behind(never), history()).type("\\timing on"))
                    .contains("memcheck> ", "Timing is on.");
        } finally {
            never.countDown();
        }
    }

    @Test
    void theHistoryIsKept() throws IOException {
        talk().type("SELECT 'to remember';");

        assertThat(Files.readString(history())).contains("SELECT 'to remember';");
    }

    @Test
    void whoLeavesIsToldWhatIsLost() throws IOException {
        assertThat(talk().type("begin lookups", "BEGIN TRANSACTION;"))
                .contains("\\q\nnote: window \"lookups\" was open and is not judged\n"
                        + "note: the open transaction is rolled back\nFarewell.");
        assertThat(talk().type("\\session writer", "begin; BEGIN TRANSACTION;", "\\session default"))
                .contains("note: session writer: window 1 was open and is not judged\n"
                        + "note: session writer: the open transaction is rolled back\nFarewell.");
        assertThat(talk().type("begin; end", "BEGIN TRANSACTION; COMMIT;")).doesNotContain("note: ");
    }

    @Test
    void controlDLeavesAtOnceOnlyWhereNothingIsLost() throws IOException {
        String controlD = "\004";
        String warning =
                "note: window 1 is open and not judged yet; end judges it\nCtrl-D again leaves all the same.\n";

        assertThat(talk().type("SELECT 1;", controlD)).doesNotContain("note: ", "\\q");
        assertThat(talk().type("begin", controlD + controlD + "SELECT 2;"))
                .contains(warning, "note: window 1 was open and is not judged\nFarewell.")
                .doesNotContain("SELECT 2");
        assertThat(talk().type("begin", controlD + "SELECT 2;", controlD + "end", controlD + "SELECT 3;"))
                .contains(" SELECT 2\n", "window: clean, no findings")
                .containsPattern("(?s)" + warning + ".*" + warning)
                .doesNotContain("was open", "SELECT 3");
    }

    @Test
    void whatTheSourceHasToSayComesLast() throws IOException {
        assertThat(talk().type()).endsWith("Farewell.\n");
    }

    private PromptTalk talk() {
        return new PromptTalk(FakeBackends.ready(), history());
    }

    private Path history() {
        return directory.resolve("history");
    }
}
