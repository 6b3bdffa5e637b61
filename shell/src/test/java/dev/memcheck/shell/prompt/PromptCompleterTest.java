package dev.memcheck.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.run.FakeScenarioDesk;
import dev.memcheck.shell.command.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class PromptCompleterTest {
    private static final BackendListing CHECKPOINTER = new BackendListing(
            4711,
            "checkpointer",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    @Test
    void aBackslashOffersTheCommandsOfShellAndLanguage() throws Exception {
        assertThat(offered("\\")).contains("\\timing", "\\findings", "\\?", "\\expect", "\\repeat");
    }

    @Test
    void aLineBeginsWithAWindowWordOrAKeyword() throws Exception {
        assertThat(offered("be")).contains("begin");
        assertThat(offered("sel")).contains("select");
        assertThat(offered("SEL")).contains("SELECT").doesNotContain("select");
    }

    @Test
    void afterBeginComesTheWordThatLimitsTheWindow() throws Exception {
        assertThat(offered("begin ")).contains("like");
        assertThat(offered("begin lookups l")).contains("like");
        assertThat(offered("begin like 'p' ")).doesNotContain("like");
        assertThat(offered("select ")).doesNotContain("like");
    }

    @Test
    void anArgumentIsWhatTheCommandSays() throws Exception {
        assertThat(offered("\\timing o")).containsExactly("on", "off");
        assertThat(offered("\\expect ")).contains("clean", "error", "rows", "context_leak");
        assertThat(offered("\\why ")).containsExactly("1", "2", "3");
        assertThat(offered("\\report ")).contains("junit", "html");
        assertThat(offered("\\report html src/ma")).contains("src/main/");
        assertThat(offered("\\observe ")).containsExactly("4711");
        assertThat(offered("\\tree ")).containsExactly("peak");
        assertThat(offered("\\conninfo ")).isEmpty();
        assertThat(offered("\\i src/ma")).contains("src/main/");
    }

    @Test
    void aScenarioOffersItsNameAndThenItsKeys() throws Exception {
        assertThat(offered("\\scenario ")).containsExactly("soak", "storm");
        assertThat(offered("\\scenario soak ")).containsExactly("iterations=", "workload=", "warmup=", "library=");
        assertThat(offered("\\scenario soak warmup=3 ")).containsExactly("iterations=", "workload=", "library=");
        assertThat(offered("\\scenario nonsense ")).isEmpty();
    }

    @Test
    void helpOffersTopicsCommandsAndTheNamesOfATopic() throws Exception {
        assertThat(offered("\\help ")).contains("context", "finding", "watch").doesNotContain("?");
        assertThat(offered("\\? context ")).contains("CachedPlan", "index info");
        assertThat(offered("\\help context index ")).containsExactly("info");
        assertThat(offered("\\help finding ")).contains("wrong_ctx_alloc", "crash");
    }

    @Test
    void aColonOffersVariables() throws Exception {
        assertThat(offered("SELECT :na")).containsExactly(":name");
        assertThat(offered("SELECT :'na")).containsExactly(":'name'");
        assertThat(offered("\\echo x:o")).containsExactly("x:other");
        assertThat(offered("SELECT 1::na")).doesNotContain("1::name");
        assertThat(offered("\\unset ")).containsExactlyInAnyOrder("name", "other");
    }

    @Test
    void namesOfContextsFollowInOfAnExpectation() throws Exception {
        assertThat(offered("\\expect leak in Cach")).contains("CacheMemoryContext", "'index info'");
    }

    @Test
    void withoutAServerNamesAreNotOfferedAndKeywordsAre() throws Exception {
        assertThat(offered("SELECT * FROM lat")).containsExactly("lateral");
        assertThat(offered("\\d ")).isEmpty();
    }

    private static List<String> offered(String line) throws Exception {
        List<Candidate> candidates = new ArrayList<>();
        LineReader reader = LineReaderBuilder.builder()
                .terminal(new DumbTerminal(System.in, System.out))
                .build();
        new PromptCompleter(
                        new Commands(),
                        () -> 3,
                        () -> List.of(CHECKPOINTER),
                        new ScenarioCandidates(() -> new FakeScenarioDesk(pid -> {})),
                        new NameCandidates(
                                new CatalogCandidates(() -> false, () -> {
                                    throw new AssertionError("nothing is there to ask");
                                }),
                                () -> Map.of("name", "1", "other", "2")),
                        () -> Path.of("").toAbsolutePath())
                .complete(
                        reader,
                        new PromptParser(new DataMode()).parse(line, line.length(), Parser.ParseContext.COMPLETE),
                        candidates);
        return candidates.stream().map(Candidate::value).toList();
    }
}
