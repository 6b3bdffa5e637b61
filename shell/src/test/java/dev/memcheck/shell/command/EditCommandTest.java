package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aNumberAtTheEndIsALine() {
        assertThat(EditCommand.Where.of("")).isEqualTo(new EditCommand.Where("", 0));
        assertThat(EditCommand.Where.of("7")).isEqualTo(new EditCommand.Where("", 7));
        assertThat(EditCommand.Where.of("a file.sql")).isEqualTo(new EditCommand.Where("a file.sql", 0));
        assertThat(EditCommand.Where.of("f(integer) 12")).isEqualTo(new EditCommand.Where("f(integer)", 12));
        assertThat(EditCommand.Where.of("v2.sql")).isEqualTo(new EditCommand.Where("v2.sql", 0));
    }

    @Test
    void onlyWhoTypesHasAnEditor() throws Exception {
        Path file = Files.writeString(directory.resolve("a.mcs"), "\\e\n");
        assertThat(new PromptTalk(FakeBackends.ready(), directory.resolve("history")).type("\\i " + file))
                .contains("\\e is for who types at a prompt");
    }
}
