package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.script.SessionParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final Commands commands = new Commands();

    @TempDir
    private Path directory;

    @Test
    void everyNameIsGivenOnce() {
        assertThat(commands.names()).doesNotHaveDuplicates();
    }

    @Test
    void theLanguageKeepsItsOwnNamesButForThoseTheShellHasAPartIn() {
        assertThat(commands.names())
                .filteredOn(SessionParser.languageCommands()::contains)
                .containsExactly("set", "backend");
    }

    @Test
    void everyCommandIsHelpedWithInOneLineOfAnEightyColumnScreen() throws Exception {
        String help = new PromptTalk(FakeBackends.ready(), directory.resolve("history")).type("help");

        for (ShellCommand command : commands.list()) {
            assertThat(help).contains("\\" + command.name(), command.help());
        }
        assertThat(help.lines().filter(line -> line.startsWith("  "))).allMatch(line -> line.length() <= 90);
    }
}
