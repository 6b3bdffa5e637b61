package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.script.LanguageCommand;
import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
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
                .filteredOn(name -> LanguageCommand.ofName(name).isPresent())
                .containsExactly("set", "unset", "scenario", "backend");
    }

    @Test
    void everyCommandIsHelpedWithInOneLineOfAnEightyColumnScreen() throws Exception {
        String help = new PromptTalk(FakeBackends.ready(), directory.resolve("history")).type("help");

        for (ShellCommand command : commands.list()) {
            assertThat(help).contains("\\" + command.name(), command.help());
        }
        for (LanguageCommand command : LanguageCommand.values()) {
            assertThat(help).contains("\\" + command.label(), command.help());
        }
        assertThat(help.lines().filter(line -> line.startsWith("  "))).allMatch(line -> line.length() <= 90);
    }
}
