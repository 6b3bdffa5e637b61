package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys and the editor at the prompt. */
class EditTmuxIT {
    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void whatTheEditorWroteIsShownAndRuns() throws IOException {
        Path editor = Files.writeString(home.resolve("editor"), "sed -i s/one/two/ \"$1\"\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwxr-xr-x"));
        start(Map.of("EDITOR", editor.toString()));
        terminal.typeAndAwaitPrompt("SELECT 'one' || ' run';");
        terminal.type("\\e");
        terminal.await("\nSELECT 'two' || ' run';\n");
        terminal.await(" two run\n");

        terminal.type("VALUES ('one')");
        terminal.awaitPrompt("memcheck->");
        terminal.type("\\e");
        terminal.await("the statement to go on with", screen -> screen.endsWith("memcheck> VALUES ('two')"));
        terminal.keys(", ('kept');");
        terminal.key("Enter");
        terminal.await(" two\n kept\n");

        Path file = Files.writeString(home.resolve("mine.sql"), "SELECT 'one' || ' in a file';\n");
        terminal.type("\\e " + file);
        terminal.await(" two in a file\n");
        assertThat(terminal.screen()).doesNotContain("error:");
    }

    @Test
    void whoLeavesTheEditorWithoutWritingRunsNothingAndKeepsWhatIsTyped() throws IOException {
        start(Map.of("EDITOR", "true"));
        terminal.typeAndAwaitPrompt("\\set SUGGESTIONS off");
        Path file = Files.writeString(home.resolve("mine.sql"), "SELECT 'from ' || 'the file';\n");
        terminal.typeAndAwaitPrompt("\\e " + file);
        terminal.typeAndAwaitPrompt("SELECT 'last' || ' run';");
        terminal.typeAndAwaitPrompt("\\e");
        terminal.type("VALUES ('one')");
        terminal.awaitPrompt("memcheck->");
        terminal.type("\\e");
        terminal.await(
                "the statement to go on with", screen -> screen.endsWith("\\e\nmemcheck> VALUES ('one')\nmemcheck->"));
        terminal.keys(", ('kept');");
        terminal.key("Enter");
        terminal.await(" one\n kept\n");
        assertThat(terminal.screen()).doesNotContain(" from the file\n").containsOnlyOnce(" last run\n");
    }

    @Test
    void tabsAreDataControlDEndsThemAndOldLinesAreSuggested() throws IOException {
        start(Map.of());
        terminal.type("COPY pairs FROM STDIN;");
        terminal.await("ERROR:  relation \"pairs\" does not exist");
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE TABLE pairs (a int, b text);");
        terminal.type("COPY pairs FROM STDIN;");
        terminal.awaitPrompt("memcheck>>");
        terminal.keys("1");
        terminal.key("Tab");
        terminal.type("x");
        terminal.awaitPrompt("memcheck>>");
        terminal.key("C-d");
        terminal.await("\nCOPY 1\n");
        terminal.type("COPY pairs FROM STDIN;");
        terminal.awaitPrompt("memcheck>>");
        terminal.type("no number");
        terminal.await("The server refuses them");
        terminal.type("DROP TABLE pairs;");
        terminal.type("\\.");
        terminal.await("ERROR:  invalid input syntax for type integer");
        terminal.awaitPrompt("memcheck>");
        terminal.type("TABLE pairs;");
        terminal.await(" 1 | x\n(1 row)");

        terminal.keys("CREATE TABLE p");
        terminal.await("CREATE TABLE pairs (a int, b text);\nmemcheck> ", screen -> screen.endsWith("b text);"));
        terminal.key("Right");
        terminal.key("Enter");
        terminal.await("ERROR:  relation \"pairs\" already exists");
        terminal.typeAndAwaitPrompt("\\set SUGGESTIONS off");
        terminal.keys("CREATE TABLE p");
        terminal.await("no suggestion", screen -> screen.endsWith("\nmemcheck> CREATE TABLE p"));
    }

    @Test
    void theUsersInputrcSaysWhatKeysDo() throws IOException {
        Files.writeString(home.resolve(".inputrc"), "set editing-mode vi\n");
        start(Map.of());
        terminal.keys("SELECT 'vi'");
        terminal.key("Escape");
        terminal.await("typed", screen -> screen.endsWith("SELECT 'vi'"));
        terminal.keys("0x");
        terminal.await("the first letter is gone", screen -> screen.endsWith("memcheck> ELECT 'vi'"));
    }

    private void start(Map<String, String> environment) throws IOException {
        terminal = TmuxTerminal.start(home, environment);
        terminal.awaitPrompt("memcheck>");
    }
}
