package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.Golden;
import dev.memcheck.render.table.ResultFormat.Expanded;
import dev.memcheck.render.table.ResultFormat.Kind;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pictures are psql's of {@code SELECT 1 AS a, E'<x\ny' AS bb, NULL AS c} under the same settings. */
class ResultFormatTest {
    private static final StatementResult.Rows ROWS = new StatementResult.Rows(
            List.of(
                    new StatementResult.Column("a", "int4", true),
                    new StatementResult.Column("bb", "text", false),
                    new StatementResult.Column("c", "text", false)),
            List.of(List.of(Optional.of("1"), Optional.of("<x\ny"), Optional.empty())),
            "SELECT 1",
            0,
            List.of());

    private final ResultFormat standard = ResultFormat.standard();

    @Test
    void bordersAreThoseOfPsql() {
        assertThat(printed(standard.withBorder(0))).isEqualTo("""
                a bb c\s
                - -- -
                1 <x+
                  y \s
                (1 row)

                """);
        assertThat(printed(standard.withBorder(2).withNull("-"))).isEqualTo("""
                +---+----+---+
                | a | bb | c |
                +---+----+---+
                | 1 | <x+| - |
                |   | y  |   |
                +---+----+---+
                (1 row)

                """);
    }

    @Test
    void expandedBordersAreThoseOfPsql() {
        ResultFormat expanded = standard.with(Expanded.ON);
        assertThat(printed(expanded.withBorder(0))).isEqualTo("""
                * Record 1
                a  1
                bb <x    +
                   y
                c \s

                """);
        assertThat(printed(expanded.withBorder(2))).isEqualTo("""
                +-[ RECORD 1 ]-+
                | a  | 1       |
                | bb | <x     +|
                |    | y       |
                | c  |         |
                +----+---------+

                """);
        assertThat(printed(expanded.withTuplesOnly(true))).isEqualTo("a  | 1\nbb | <x+\n   | y\nc  | \n\n");
    }

    @Test
    void rowsOnlyHaveNeitherHeadingsNorCount() {
        assertThat(printed(standard.withTuplesOnly(true))).isEqualTo(" 1 | <x+| \n   | y  | \n\n");
        assertThat(printed(standard.withFooter(false))).endsWith("y  | \n\n").startsWith(" a | bb | c \n");
    }

    @Test
    void programsGetTextAsItIs() {
        assertThat(printed(standard.with(Kind.UNALIGNED).withFieldSeparator("::")))
                .isEqualTo("a::bb::c\n1::<x\ny::\n(1 row)\n");
        assertThat(printed(standard.with(Kind.CSV))).isEqualTo("a,bb,c\n1,\"<x\ny\",\n");
        assertThat(printed(standard.with(Kind.CSV).with(Expanded.ON).withNull("a\"b")))
                .isEqualTo("a,1\nbb,\"<x\ny\"\nc,\"a\"\"b\"\n");
        assertThat(printed(standard.with(Kind.HTML))).isEqualTo("""
                <table border="1">
                  <tr>
                    <th align="center">a</th>
                    <th align="center">bb</th>
                    <th align="center">c</th>
                  </tr>
                  <tr valign="top">
                    <td align="right">1</td>
                    <td align="left">&lt;x<br />
                y</td>
                    <td align="left">&nbsp; </td>
                  </tr>
                </table>
                <p>(1 row)<br />
                </p>
                """);
    }

    @Test
    void partsOfALargeResultMakeOneTable() {
        List<String> lines = new ArrayList<>();
        ResultTable table = new ResultTable(standard.with(Kind.UNALIGNED), line -> {}, lines::add, part -> {});
        table.printPart(ROWS.columns(), ROWS.rows(), 1);
        table.printPart(ROWS.columns(), ROWS.rows(), 2);
        table.printEnd(new StatementResult.Rows(ROWS.columns(), ROWS.rows(), "SELECT 2", 0, List.of(), 2), 2);
        assertThat(lines).containsExactly("a|bb|c", "1|<x\ny|", "1|<x\ny|", "(2 rows)");
    }

    private static String printed(ResultFormat format) {
        StringBuilder raw = new StringBuilder();
        String forPeople = Golden.plain(
                sink -> new ResultTable(format, sink, line -> raw.append(line).append('\n'), raw::append).print(ROWS));
        return forPeople + raw;
    }
}
