package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.memcheck.render.Golden;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.StyledText;
import dev.memcheck.sql.SqlError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** {@code psql.txt} is what {@code psql -X -c STATEMENT} printed on standard error for each statement in turn. */
class ErrorTextTest {
    private static final String LONG = "a".repeat(70);
    private static final String WIDE = "日本語".repeat(10);

    @Test
    void verboselyEverythingIsSaidThatTheServerTold() {
        SqlError error = new SqlError(
                "ERROR",
                "23505",
                "duplicate key",
                Optional.of("Key (n)=(1) already exists."),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                List.of("SCHEMA NAME:  public", "LOCATION:  _bt_check_unique, nbtinsert.c:664"),
                Optional.empty());

        assertThat(ErrorText.verbose(error, "INSERT"))
                .extracting(StyledLine::text)
                .containsExactly(
                        "ERROR:  23505: duplicate key",
                        "DETAIL:  Key (n)=(1) already exists.",
                        "SCHEMA NAME:  public",
                        "LOCATION:  _bt_check_unique, nbtinsert.c:664");
    }

    @Test
    void printsWhatPsqlPrints() throws IOException {
        List<StyledLine> lines = new ArrayList<>();
        lines.addAll(at("FROM", "42601", "syntax error at or near \"FROM\"", "SELECT 1 AS abc, FROM x"));
        lines.addAll(noColumn("SELECT 'ä日本', nosuch FROM pg_class"));
        lines.addAll(noColumn("SELECT '" + LONG + "', nosuch, '" + LONG + "' FROM pg_class"));
        lines.addAll(noColumn("SELECT nosuch, '" + LONG + "' FROM pg_class"));
        lines.addAll(noColumn("SELECT '" + LONG + "', nosuch"));
        lines.addAll(noColumn("SELECT '" + WIDE + "', nosuch, '" + WIDE + "' FROM pg_class"));
        lines.addAll(noColumn("SELECT 1,\n\t2,\tnosuch\nFROM pg_class"));
        lines.addAll(noColumn("SELECT 1,\r\n\r\n  nosuch"));
        lines.addAll(error("42601", "syntax error at end of input", OptionalInt.of(9), "SELECT ("));
        lines.addAll(ErrorText.lines(
                new SqlError(
                        "ERROR",
                        "P0001",
                        "line1\nline2",
                        Optional.of("d1\nd2"),
                        Optional.of("h"),
                        Optional.of("PL/pgSQL function inline_code_block line 1 at RAISE"),
                        OptionalInt.empty()),
                "DO $$ BEGIN RAISE EXCEPTION E'line1\\nline2' USING DETAIL = E'd1\\nd2', HINT = 'h'; END $$"));
        lines.addAll(ErrorText.lines(
                new SqlError(
                        "NOTICE",
                        "00000",
                        "hello",
                        Optional.empty(),
                        Optional.of("try"),
                        Optional.of("PL/pgSQL function inline_code_block line 1 at RAISE"),
                        OptionalInt.empty()),
                "DO $$ BEGIN RAISE NOTICE 'hello' USING HINT = 'try'; END $$"));
        Golden.check(getClass(), "psql", Golden.plain(lines));
    }

    @Test
    void cleansWhatTheServerSays() {
        List<StyledLine> lines = error("XX000", "ill\u001b[2Jness", OptionalInt.empty(), "SELECT 1");
        assertThat(lines).extracting(StyledLine::text).containsExactly("ERROR:  ill\\x1B[2Jness");
    }

    @Test
    void thePlaceOfControlCharactersIsThatOfTheirVisibleForm() {
        List<StyledLine> lines = error("42601", "no", OptionalInt.of(3), "a\u001bb");
        assertThat(lines)
                .extracting(StyledLine::text)
                .containsExactly("ERROR:  no", "LINE 1: a\\x1Bb", "             ^");
    }

    @Test
    void aPositionBeyondTheStatementIsOfAnother() {
        assertThat(error("42601", "no", OptionalInt.of(4), "abc"))
                .extracting(StyledLine::text)
                .containsExactly("ERROR:  no", "LINE 1: abc", "           ^");
        assertThat(error("42P01", "no", OptionalInt.of(5), "abc"))
                .extracting(StyledLine::text)
                .containsExactly("ERROR:  no");
    }

    @Test
    void thePlaceIsInTheQueryThatAFunctionRan() {
        assertThat(ErrorText.lines(inFunction(), "SELECT f()"))
                .extracting(StyledLine::text)
                .containsExactly(
                        "ERROR:  column \"x\" does not exist",
                        "LINE 1: x + 1",
                        "        ^",
                        "HINT:  try",
                        "QUERY:  x + 1",
                        "CONTEXT:  PL/pgSQL function f() line 3 at RETURN");
    }

    @Test
    void aSessionMayWantMoreOrLess() {
        assertThat(ErrorText.lines(inFunction(), "SELECT f()", ErrorVerbosity.TERSE, ShownContext.ERRORS))
                .extracting(StyledLine::text)
                .containsExactly("ERROR:  column \"x\" does not exist at character 1");
        assertThat(ErrorText.lines(inFunction(), "SELECT f()", ErrorVerbosity.SQLSTATE, ShownContext.ERRORS))
                .extracting(StyledLine::text)
                .containsExactly("ERROR:  42703");
        assertThat(ErrorText.lines(inFunction(), "SELECT f()", ErrorVerbosity.VERBOSE, ShownContext.ERRORS))
                .extracting(StyledLine::text)
                .contains("ERROR:  42703: column \"x\" does not exist", "SCHEMA NAME:  public");
        assertThat(ErrorText.lines(inFunction(), "SELECT f()", ErrorVerbosity.DEFAULT, ShownContext.NEVER))
                .extracting(StyledLine::text)
                .contains("QUERY:  x + 1")
                .noneMatch(line -> line.startsWith("CONTEXT"));
    }

    private static SqlError inFunction() {
        return new SqlError(
                "ERROR",
                "42703",
                "column \"x\" does not exist",
                Optional.empty(),
                Optional.of("try"),
                Optional.of("PL/pgSQL function f() line 3 at RETURN"),
                OptionalInt.of(1),
                List.of("SCHEMA NAME:  public"),
                Optional.of("x + 1"));
    }

    @Test
    void aLineOfMegabytesIsCutAtOnce() {
        String padding = "x".repeat(1 << 20);
        List<StyledLine> lines = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> noColumn("SELECT '" + padding + "', nosuch, '" + padding + "'"));
        assertThat(lines.get(1).text()).contains("nosuch").hasSizeLessThan(80);
    }

    @Test
    void errorsAndWarningsStandOut() {
        assertThat(error("42601", "no", OptionalInt.empty(), "abc").get(0).spans())
                .startsWith(new StyledText("ERROR:", Style.ERROR));
        SqlError warning = new SqlError(
                "WARNING", "01000", "leak", Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
        assertThat(ErrorText.lines(warning, "abc").get(0).spans())
                .startsWith(new StyledText("WARNING:", Style.WARNING));
    }

    private static List<StyledLine> noColumn(String statement) {
        return at("nosuch", "42703", "column \"nosuch\" does not exist", statement);
    }

    private static List<StyledLine> at(String token, String sqlState, String message, String statement) {
        int position = statement.codePointCount(0, statement.indexOf(token)) + 1;
        return error(sqlState, message, OptionalInt.of(position), statement);
    }

    private static List<StyledLine> error(String sqlState, String message, OptionalInt position, String statement) {
        SqlError error = new SqlError(
                "ERROR", sqlState, message, Optional.empty(), Optional.empty(), Optional.empty(), position);
        return ErrorText.lines(error, statement);
    }
}
