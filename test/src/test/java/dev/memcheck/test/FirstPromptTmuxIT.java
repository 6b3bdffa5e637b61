package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed while the first prompt is there and the line editor is not: it waits for infocmp, and that for a file. */
class FirstPromptTmuxIT {
    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @BeforeEach
    void holdTheEditor() throws IOException {
        Path programs = Files.createDirectory(home.resolve("bin"));
        Path infocmp = Files.writeString(
                programs.resolve("infocmp"),
                "#!/bin/sh\nwhile [ ! -e '" + home
                        + "/go' ]; do sleep 0.02; done\nPATH=${PATH#*:} exec infocmp \"$@\"\n");
        Files.setPosixFilePermissions(infocmp, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    private void start(String... arguments) throws IOException {
        terminal =
                TmuxTerminal.start(home, Map.of("PATH", home.resolve("bin") + ":" + System.getenv("PATH")), arguments);
    }

    private void letTheEditorCome() throws IOException {
        Files.createFile(home.resolve("go"));
    }

    @Test
    void whatIsTypedAtOnceIsThereOnceAndRuns() throws IOException {
        start();
        terminal.awaitPrompt("memcheck>");
        terminal.type("SELECT 40 + 2 AS early;");
        terminal.keys("SELECT 'half");
        letTheEditorCome();
        terminal.await("(1 row)");
        terminal.await("the line that was begun", screen -> screen.endsWith("\nmemcheck> SELECT 'half"));
        terminal.type(" done';");
        terminal.await("half done\n");
        terminal.awaitPrompt("memcheck>");

        assertThat(terminal.screen())
                .containsOnlyOnce("Type help for help.")
                .containsOnlyOnce("\nmemcheck> SELECT 40 + 2 AS early;\n")
                .doesNotContain("memcheck> memcheck>", "error:");
        terminal.key("C-d");
        terminal.await("exit code 0");
    }

    @Test
    void ctrlCGivesUpWhatWasTypedAndCtrlDLeaves() throws IOException {
        start();
        terminal.awaitPrompt("memcheck>");
        terminal.keys("SELECT 'given up'");
        terminal.key("C-c");
        terminal.await("a second prompt", screen -> screen.endsWith("\nmemcheck> \nmemcheck>"));
        terminal.key("C-d");
        letTheEditorCome();
        terminal.await("exit code 0");

        assertThat(terminal.screen()).doesNotContain("given up", "error:");
    }

    @Test
    void aMistakeTakesThePromptAway() throws IOException {
        letTheEditorCome();
        start("--setting", "nonsense");
        terminal.await("exit code 2");

        assertThat(terminal.screen()).contains("\nmemcheck: --setting expects").doesNotContain("memcheck> ");
    }
}
