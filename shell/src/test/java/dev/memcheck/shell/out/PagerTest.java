package dev.memcheck.shell.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagerTest {
    @TempDir
    private Path directory;

    @Test
    void isTheOneThatTheUserNames() throws Exception {
        Path shown = directory.resolve("shown");
        Pager pager =
                of(Map.of("PSQL_PAGER", "cat > " + shown, "PAGER", "false")).orElseThrow();

        assertThat(pager.show("two\nlines\n")).isTrue();
        assertThat(shown).hasContent("two\nlines\n");
        assertThat(pager.isOpen()).isFalse();
    }

    @Test
    void isNoneWhereTheNameIsBlankOrNothingIsThere() {
        assertThat(of(Map.of("PSQL_PAGER", " ", "PAGER", "less"))).isEmpty();
        assertThat(of(Map.of())).isEmpty();
    }

    @Test
    void whoLeavesItEarlyMakesNoError() {
        Pager pager = of(Map.of("PAGER", "true")).orElseThrow();
        assertThat(pager.show("a long line\n".repeat(100_000))).isTrue();
    }

    @Test
    void oneThatIsNotThereHasShownNothing() {
        assertThat(of(Map.of("PAGER", "exit 127")).orElseThrow().show("text\n")).isFalse();
    }

    @Test
    void linesAreThoseOfTheScreen() {
        assertThat(Pager.lines("a\n\n\u001b[1mbcd\u001b[0m\nabcdefgh\n", 4, 100))
                .isEqualTo(5);
        assertThat(Pager.lines("a\n".repeat(1000), 4, 24)).isEqualTo(24);
    }

    private static Optional<Pager> of(Map<String, String> environment) {
        return Pager.of(environment, StandardCharsets.UTF_8);
    }
}
