package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferCommandTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsTypedSoFarIsPrintedAndForgotten() throws Exception {
        String told = new PromptTalk(FakeBackends.ready(), directory.resolve("history"))
                .type("\\p", "SELECT 7;", "\\p", "SELECT (", "\\r", "SELECT 8;");

        assertThat(told)
                .contains("Query buffer is empty.", "\nSELECT 7;\n", "Query buffer reset (cleared).", "SELECT 8\n")
                .doesNotContain("SELECT (\nSELECT 8");
    }
}
