package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code \c} as in psql. */
class ConnectTmuxIT {
    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void anotherConnectionTakesTheOldOnesPlaceAndAWrongOneDoesNot() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE DATABASE other;");
        terminal.typeAndAwaitPrompt("CREATE ROLE bob SUPERUSER LOGIN PASSWORD 'x';");
        terminal.typeAndAwaitPrompt("SHOW port \\gset");
        terminal.typeAndAwaitPrompt("begin lookups");
        terminal.typeAndAwaitPrompt("\\c nosuch");
        assertThat(terminal.screen())
                .contains("error: \\c: cannot connect: ", "database \"nosuch\" does not exist")
                .contains("Previous connection kept\n\\session nosuch begins another session\n");
        terminal.awaitPrompt("memcheck*>");

        terminal.typeAndAwaitPrompt("\\c other");
        assertThat(terminal.screen())
                .contains("note: window \"lookups\" was open and is not judged")
                .containsPattern("(?m)^You are now connected to database \"other\" as user \"\\w+\"\\.$");
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE TABLE here ();");
        terminal.typeAndAwaitPrompt("\\dt");
        assertThat(terminal.screen()).containsPattern("public \\| here +\\| table");

        terminal.typeAndAwaitPrompt("\\c postgresql:///postgres?host=127.0.0.1&port=:port&user=bob&password=x");
        terminal.typeAndAwaitPrompt("SELECT 'as ' || current_user || ' on ' || current_database();");
        assertThat(terminal.screen()).contains(" as bob on postgres\n");
        terminal.typeAndAwaitPrompt("begin; SELECT 1; end");
        assertThat(terminal.screen()).contains("window: clean, no findings").doesNotContain("lost");
    }

    /** As in psql: without echo, where the server wants one and nobody has given it; and once for all. */
    @Test
    void aPasswordThatNobodyGaveIsAskedFor() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt("memcheck>");
        terminal.typeAndAwaitPrompt("CREATE ROLE bob LOGIN PASSWORD 'open sesame';");
        terminal.typeAndAwaitPrompt("SHOW port \\gset");
        String bob = "\\c postgresql:///postgres?host=127.0.0.1&port=:port&user=bob";

        terminal.type(bob);
        terminal.await("Password for user bob:");
        terminal.typeAndAwaitPrompt("wrong");
        assertThat(terminal.screen())
                .contains("password authentication failed for user \"bob\"\nPrevious connection kept")
                .doesNotContain("wrong");

        terminal.type(bob);
        terminal.await("the question again", screen -> screen.split("Password for user bob:", -1).length == 3);
        terminal.typeAndAwaitPrompt("open sesame");
        terminal.typeAndAwaitPrompt("SELECT 'as ' || current_user;");
        terminal.typeAndAwaitPrompt("\\dn public");
        assertThat(terminal.screen())
                .contains("You are now connected to database \"postgres\" as user \"bob\"", " as bob\n")
                .containsPattern("public \\| \\w+");
        assertThat(terminal.screen().split("open sesame", -1)).hasSize(2);
        assertThat(terminal.screen().split("Password for", -1)).hasSize(3);
    }
}
