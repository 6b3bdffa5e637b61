package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.shell.FakeBackends;
import dev.memcheck.shell.PromptTalk;
import java.io.IOException;
import java.nio.file.Path;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aContextIsExplainedByNamePatternOrMistypedName() throws IOException {
        assertThat(type("\\help context CacheMemoryContext"))
                .contains(
                        "\nCacheMemoryContext\n  below       TopMemoryContext\n",
                        "  growth      fine while statements");
        assertThat(type("\\? context exprcontext")).contains("\nExprContext\n");
        assertThat(type("\\help context cached*")).contains("4 contexts of the server:\n  CachedPlanSource: the text");
        assertThat(type("\\help context")).contains("\\help context NAME\n  TopMemoryContext, CacheMemoryContext,");
        assertThat(type("\\help context ExprContxt", "\\help context my_ext cache"))
                .contains(
                        "error: \\help: no context of the server is known as \"ExprContxt\"; did you mean ExprContext?",
                        "\"my_ext cache\": it may be an extension's own; \\help context lists the server's");
    }

    @Test
    void aKindOfFindingIsExplainedWithCode() throws IOException {
        assertThat(type("\\help finding wrong_ctx_alloc"))
                .contains(
                        "wrong_ctx_alloc: memory was allocated in a context that lives longer than what\n  it is for\n",
                        "  wrong       old = MemoryContextSwitchTo(TopMemoryContext);",
                        "  right       state->key = MemoryContextStrdup(state->cxt, key);",
                        "native-ext/README.md");
        assertThat(type("\\help finding")).contains("\n  double_free: a chunk is freed twice\n");
        assertThat(type("\\help finding bloat")).contains("\n  ctx_bloat: ", "\n  statement_bloat: ");
        assertThat(type("\\help finding dubl_free")).contains("did you mean double_free?");
    }

    @Test
    void anyOtherWordShowsTheCommandsThatHaveToDoWithIt() throws IOException {
        assertThat(type("\\help \\watch"))
                .contains("Commands\n  \\watch [SECONDS]")
                .doesNotContain("\\confirm [n]");
        assertThat(type("\\? tree")).contains("  \\tree [depth|peak]").doesNotContain("\\observe PID");
        assertThat(type("\\? window")).contains("  begin [name]", "  \\confirm [n]");
        assertThat(type("\\help variables")).contains("cancel_timeout", "on_error");
        assertThat(type("\\help nosuch")).contains("error: \\help: no help on \"nosuch\"");
    }

    @Test
    void helpFitsOnANarrowScreen() throws IOException {
        assertThat(type("\\?").lines()).contains("Commands", "More").allMatch(line -> line.length() <= 80);
    }

    private String type(String... lines) throws IOException {
        return new PromptTalk(FakeBackends.ready(), directory.resolve("history"))
                .sized(new Size(80, 24))
                .type(lines);
    }
}
