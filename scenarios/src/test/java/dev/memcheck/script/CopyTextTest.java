package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied from the text itself, and {@code \copy}. */
class CopyTextTest {
    private static List<Item> read(String text) {
        return new SessionParser(Set.of("copy", "g", "echo"), IncludeResolver.files()).parse("t.mcs", text);
    }

    private static Item.Sql first(String text) {
        return (Item.Sql) read(text).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM STDIN;",
                "copy t (a, b) from stdin with (format csv) ; -- note",
                "/* head */ COPY /* sic */ t\nFROM\nstdin WHERE a > 1;",
                "COPY t FROM STDOUT;",
                "\\copy t from stdin",
                "\\copy t from stdin;",
                "\\copy t(a) from STDOUT (format csv);",
            })
    void theLinesAfterAStatementAreItsData(String statement) {
        String data = "1\tit's;\n\\q\nbegin\n:x $1 \\.\n";
        List<Item> items = read(statement + "\n" + data + "\\.\nSELECT 1");

        Item.Sql copy = (Item.Sql) items.get(0);
        assertThat(copy.data()).map(InlineData::text).contains(data);
        assertThat(copy.data().orElseThrow().line(2).line())
                .isEqualTo(statement.chars().filter(c -> c == '\n').count() + 3);
        assertThat(items.subList(1, items.size())).extracting(Item::text).containsExactly("SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT * FROM stdin) TO STDOUT;",
                "COPY t FROM '/tmp/stdin';",
                "COPY t TO STDOUT;",
                "SELECT 1 FROM stdin;",
                "\\copy t from pstdin",
                "\\copy (select 1 from stdin) to stdout",
                "\\copy t from 'stdin'",
            })
    void othersHaveNone(String statement) {
        List<Item> items = read(statement + "\nSELECT 2");

        assertThat(((Item.Sql) items.get(0)).data()).isEmpty();
        assertThat(items).hasSize(2);
    }

    @Test
    void linesMayEndAsOnOtherSystemsAndThereMayBeNone() {
        assertThat(first("COPY t FROM STDIN;\r\n1\r\n\\.\r\n").data())
                .map(InlineData::text)
                .contains("1\r\n");
        assertThat(first("COPY t FROM STDIN;\n\\.").data())
                .map(InlineData::text)
                .contains("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`SELECT 1;\nCOPY t FROM STDIN;\n1\n` | t.mcs:2:1: COPY FROM STDIN without an end; expected a line with \\. alone after its data",
                "`COPY t FROM STDIN; SELECT 1;\n1\n\\.` | t.mcs:1:1: COPY FROM STDIN without data",
                "`\\copy t from stdin\n1` | t.mcs:1:1: COPY FROM STDIN without an end",
                "`\\copy` | t.mcs:1:1: \\copy: arguments required",
                "`\\copy t` | t.mcs:1:1: \\copy: from or to is missing",
                "`\\copy t to` | t.mcs:1:1: \\copy: parse error at end of line",
                "`\\copy t to program x` | t.mcs:1:1: \\copy: program lacks its command in quotes",
            })
    void whatLacksSomethingIsToldWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ParseException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`t from /tmp/a b` | FILE | /tmp/a | COPY t FROM STDIN b",
                "`\"to\" to 'it''s'` | FILE | it's | COPY \"to\" TO STDOUT",
                "`(select 'to' from t) TO Program 'cat > x' with csv` | PROGRAM | cat > x | COPY (select 'to' from t) TO STDOUT with csv",
                "`s.t (a) from pstdin (format csv)` | PROCESS | `` | COPY s.t (a) FROM STDIN (format csv)",
                "`t to stdin` | TEXT | `` | COPY t TO STDOUT",
                "`to from to` | FILE | to | COPY to FROM STDIN",
            })
    void readsALineAsPsqlDoes(String rest, CopyLine.Place place, String name, String sql) {
        CopyLine line = CopyLine.of(rest);

        assertThat(line.place()).isEqualTo(place);
        assertThat(line.name()).isEqualTo(name);
        assertThat(line.sql()).isEqualTo(sql);
    }

    @Test
    void thePromptWaitsForTheEndOfTheData() {
        assertThat(StatementSplitter.completeness("COPY t FROM STDIN")).isEqualTo(Completeness.IN_STATEMENT);
        assertThat(StatementSplitter.completeness("COPY t FROM STDIN;")).isEqualTo(Completeness.IN_DATA);
        assertThat(StatementSplitter.completeness("COPY t FROM STDIN;\n1\n'")).isEqualTo(Completeness.IN_DATA);
        assertThat(StatementSplitter.completeness("COPY t FROM STDIN;\n1\n\\.")).isEqualTo(Completeness.COMPLETE);
    }

    @Test
    void aLineThatIsBeingTypedIsNeverTooMuch() {
        String line = "\\copy t(a) from program 'it''s' (format csv)";
        for (int end = 1; end <= line.length(); end++) {
            String begun = line.substring(0, end);
            assertThat(SessionSpans.of(begun).stream()
                            .map(span -> span.in(begun))
                            .collect(Collectors.joining()))
                    .isEqualTo(begun);
        }
    }
}
