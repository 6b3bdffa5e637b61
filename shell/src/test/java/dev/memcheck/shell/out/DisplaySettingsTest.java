package dev.memcheck.shell.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.text.StyledLine;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionParser;
import dev.memcheck.script.Variables;
import dev.memcheck.sql.SqlError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Variables that say how much is shown, as psql has them. */
final class DisplaySettingsTest {
    private final SessionParser parser = new SessionParser(List.of(), IncludeResolver.files());
    private final Variables variables = parser.variables();
    private final DisplaySettings display = new DisplaySettings(variables);

    @Test
    void theStatementIsShownWithItsSemicolon() {
        assertThat(words())
                .containsExactly(
                        "ERROR:  no such column", "LINE 1: SELECT x;", "               ^", "CONTEXT:  somewhere");
    }

    @Test
    void variablesSayHowMuchOfAnError() {
        variables.set("SHOW_CONTEXT", "never");
        assertThat(words()).hasSize(3).noneMatch(line -> line.startsWith("CONTEXT"));
        variables.set("VERBOSITY", "terse");
        assertThat(words()).containsExactly("ERROR:  no such column at character 8");
        variables.set("VERBOSITY", "sqlstate");
        assertThat(words()).containsExactly("ERROR:  42703");
    }

    @Test
    void whatAFileSetsLaterIsNotYetSo() {
        parser.parse("t.sql", "SELECT 1;\n\\set QUIET on\n\\set VERBOSITY terse\n");

        assertThat(display.quiet()).isFalse();
        assertThat(words()).hasSize(4);
    }

    private List<String> words() {
        SqlError error = new SqlError(
                "ERROR",
                "42703",
                "no such column",
                Optional.empty(),
                Optional.empty(),
                Optional.of("somewhere"),
                OptionalInt.of(8));
        return display.words(error, "SELECT x").stream().map(StyledLine::text).toList();
    }
}
