package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tab at the prompt, with a server behind it. */
class CompletionTmuxIT {
    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    /** The window sees nothing of what is asked, and a backend whose transaction has failed could answer nothing. */
    @Test
    void namesAreCompletedAndTheBackendUnderTestIsNotAsked() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("\\set SUGGESTIONS off");
        terminal.typeAndAwaitPrompt("\\set nabla 3");
        terminal.typeAndAwaitPrompt("CREATE SCHEMA zoo;");
        terminal.typeAndAwaitPrompt("CREATE TABLE zoo.beasts (id int);");
        terminal.typeAndAwaitPrompt("CREATE TABLE zebra (stripes int, \"Hoof\" int);");
        terminal.typeAndAwaitPrompt("CREATE FUNCTION zigzag(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';");
        terminal.typeAndAwaitPrompt("begin");
        completes("SELECT * FROM zeb", "SELECT * FROM zebra ");
        completes("SELECT * FROM zoo.", "SELECT * FROM zoo.beasts ");
        completes("UPDATE zebra z SET stri", "UPDATE zebra z SET stripes ");
        completes("DELETE FROM zebra z WHERE z.\"Ho", "DELETE FROM zebra z WHERE z.\"Hoof\" ");
        completes("SELECT 1+zigz", "SELECT 1+zigzag(");
        completes("SET work_m", "SET work_mem ");
        completes("SELECT :nab", "SELECT :nabla ");
        completes("\\d zeb", "\\d zebra ");
        terminal.typeAndAwaitPrompt("SELECT 1;");
        terminal.typeAndAwaitPrompt("end");
        assertThat(terminal.screen()).contains("\nwindow: clean, no findings\n");

        terminal.typeAndAwaitPrompt("BEGIN TRANSACTION;");
        terminal.typeAndAwaitPrompt("SELECT 1 / 0;");
        completes("DROP TABLE zoo.b", "DROP TABLE zoo.beasts ");
        terminal.typeAndAwaitPrompt("ROLLBACK;");
        terminal.typeAndAwaitPrompt("DROP TABLE zoo.beasts;");
        terminal.typeAndAwaitPrompt("CREATE TABLE zoo.birds();");
        completes("DROP TABLE zoo.b", "DROP TABLE zoo.birds ");
    }

    private void completes(String typed, String completed) throws IOException {
        terminal.keys(typed);
        terminal.await("typed", screen -> screen.endsWith("> " + typed));
        terminal.key("Tab");
        terminal.await(completed, screen -> screen.endsWith("> " + completed.stripTrailing()));
        // What the space after a whole name is, the next char shows.
        terminal.keys("x");
        terminal.await(completed + "x", screen -> screen.endsWith("> " + completed + "x"));
        terminal.key("C-c");
        terminal.await("an empty line", screen -> screen.endsWith(">"));
    }
}
