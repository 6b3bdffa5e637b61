package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import dev.memcheck.run.RunOptions;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.prompt.PromptSession;
import dev.memcheck.shell.prompt.PromptStart;
import dev.memcheck.shell.screen.EmulatedTerminal;
import dev.memcheck.shell.session.SessionStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the prompt into the tree and back, on a terminal in memory. */
@Timeout(60)
class TreePromptTest {
    private static final String ENTER = "\r";

    @TempDir
    private Path directory;

    private EmulatedTerminal emulated;
    private FutureTask<ExitCode> talk;

    @BeforeEach
    void start() throws IOException {
        emulated = new EmulatedTerminal(80, 24);
        talk = new FutureTask<>(() -> PromptSession.run(
                emulated.terminal(),
                PromptTalk.streams(Map.of()),
                new Commands(),
                FakeBackends.ready(),
                RunOptions.interactive(Severity.WARNING),
                RunOptions.batch(2, Severity.WARNING),
                new PromptStart(new SessionStart(new Commands()), Optional.empty(), Optional.empty()),
                directory.resolve("history")));
        new Thread(talk).start();
        awaitPrompt();
    }

    @AfterEach
    void close() throws IOException {
        emulated.close();
    }

    @ParameterizedTest
    @CsvSource({"80, 24, 200, 60", "200, 60, 80, 24"})
    void thePromptIsBackAsItWas(int columns, int rows, int laterColumns, int laterRows) throws Exception {
        emulated.resize(columns, rows);
        emulated.type("SELECT 'first';" + ENTER);
        emulated.await(" SELECT 'first'");
        openTree();
        emulated.await("a tree on the whole screen", lines -> lines.size() == rows && !shows(lines, "memcheck> "));
        emulated.resize(laterColumns, laterRows);
        emulated.await(
                "a tree of the new size", lines -> lines.size() == laterRows && shows(lines, "TopMemoryContext"));
        emulated.type("qSELECT 'ahead';" + ENTER);
        emulated.await(" SELECT 'ahead'");
        emulated.type("\u001bOA\u001bOA\u001bOA");
        awaitLastLine("memcheck> SELECT 'first';");
        emulated.type("\u0003");
        leave();

        assertThat(Files.readString(directory.resolve("history")))
                .contains("SELECT 'first';", "\\tree", "SELECT 'ahead';");
        assertThat(Files.getPosixFilePermissions(directory.resolve("history")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "\u0003"})
    void twoKeysLeaveTheTree(String key) throws Exception {
        openTree();
        emulated.type(key);
        awaitPrompt();
        leave();
    }

    @Test
    void whatIsRunInsideIsPrintedWhenTheTreeIsLeft() throws Exception {
        openTree();
        emulated.type(":SELECT 'inside'" + ENTER);
        emulated.await("SELECT 1, 1.5 ms");
        assertThat(shows(emulated.lines(), " echo")).isFalse();
        emulated.type("q");
        emulated.await("memcheck> SELECT 'inside'");
        emulated.await(" SELECT 'inside'");
        awaitPrompt();
        leave();
    }

    @Test
    void whatAWindowLeftIsSaidInside() throws Exception {
        openTree();
        emulated.type(":begin; SELECT leak_top(); end" + ENTER);
        emulated.await("window: 1 ");
        emulated.type(":SELECT fail()" + ENTER);
        emulated.await("division by zero");
        emulated.type("q");
        awaitPrompt();
        emulated.type("\\findings" + ENTER);
        emulated.await("leak_top");
        leave();
    }

    @Test
    void whatCannotBeReadIsSaidInside() throws Exception {
        openTree();
        emulated.type(":\\findngs" + ENTER);
        emulated.await("unknown command");
        emulated.type("q");
        emulated.await("did you mean \\findings?");
        leave();
    }

    @Test
    void theSessionCanBeEndedFromInside() throws Exception {
        openTree();
        emulated.type(":\\q" + ENTER);
        emulated.await("Farewell.");

        assertThat(talk.get()).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void inAFailedTransactionTheTreeSaysSo() throws Exception {
        emulated.type("BEGIN TRANSACTION; SELECT fail();" + ENTER);
        awaitLastLine("memcheck!>");
        emulated.type("\\tree" + ENTER);
        emulated.await("the transaction has failed");
        emulated.type(":ROLLBACK" + ENTER);
        emulated.await("TopMemoryContext");
        emulated.type("q");
        awaitPrompt();
        leave();
    }

    @Test
    void aTreeToADepthIsPrinted() throws Exception {
        emulated.type("\\tree 2" + ENTER);
        emulated.await("TopMemoryContext");
        awaitPrompt();
        assertThat(emulated.written()).doesNotContain("\u001b[?1049h");
        leave();
    }

    private void openTree() throws IOException {
        emulated.type("\\tree" + ENTER);
        emulated.await("a tree", lines -> shows(lines, "TopMemoryContext") && !shows(lines, "\\tree"));
    }

    private void leave() throws Exception {
        emulated.type("\\q" + ENTER);
        assertThat(talk.get()).isEqualTo(ExitCode.GOOD);
    }

    private void awaitPrompt() {
        awaitLastLine("memcheck>");
    }

    private void awaitLastLine(String text) {
        emulated.await(
                "\"" + text + "\" as the last line",
                lines -> lines.stream()
                        .filter(line -> !line.isBlank())
                        .reduce((first, second) -> second)
                        .filter(text::equals)
                        .isPresent());
    }

    private static boolean shows(List<String> lines, String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
