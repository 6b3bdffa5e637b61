package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.Golden;
import dev.memcheck.sql.StatementResult.Column;
import dev.memcheck.sql.StatementResult.Rows;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The expected tables are what psql printed for {@code cases.sql}, byte for byte. */
class ResultTableTest {
    private static final List<Rows> CASES = List.of(
            rows(columns("#a", "b", "c"), List.of(row("1", "x\ny", null))),
            rows(
                    columns("#n", "t", "#r"),
                    List.of(
                            row("1", "one", "1.5"),
                            row("-20000", "minus twenty thousand", null),
                            row(null, "", "100.25"))),
            rows(columns("text column", "#n", "last"), List.of(row("right", "12", "l1\nlonger line"))),
            rows(columns(), List.of(row())),
            rows(columns(), List.of()),
            rows(columns("#a", "b"), List.of()),
            rows(columns("日本", "b", "c", "d"), List.of(row("a", "日本語", "e\u0301x", "😀"))),
            rows(columns("t", "esc", "cr", "c1"), List.of(row("tab\tx", "\u001b[31mred\u007f", "cr\r\nx", "\u0085"))),
            rows(columns("#two\nlines", "#x", "left\nand\nright"), List.of(row("1", "2", "wide enough"))),
            rows(columns("trailing", "b"), List.of(row("a\n", "\n"))),
            rows(columns("two\nlines", "#x"), List.of(row("x\ny", "2"))),
            rows(columns("#abcdefghijk"), List.of(row("1"))),
            rows(columns("#abcdefghijkl", "c"), List.of(row("1", "aaaa\nb"))),
            rows(columns("#abcdefghijklm", "?column?"), List.of(row("1", "a"))),
            rows(columns("a"), Collections.nCopies(11, row("x\ny"))),
            rows(columns("yes", "t", "l"), List.of(row("t", "  leading\n\ttab", "trailing  "))));

    @Test
    void printsWhatPsqlPrints() throws IOException {
        Golden.check(getClass(), "psql", print(false));
    }

    @Test
    void printsWhatPsqlPrintsExpanded() throws IOException {
        Golden.check(getClass(), "psql-expanded", print(true));
    }

    @Test
    void charactersThatTurnTheTextAroundAreShown() {
        String table =
                Golden.plain(sink -> ResultTable.print(rows(columns("a"), List.of(row("x\u202Ey"))), false, sink));
        assertThat(table).contains(" x\\u202Ey\n").contains("----------\n");
    }

    private static String print(boolean expanded) {
        return Golden.plain(sink -> CASES.forEach(rows -> ResultTable.print(rows, expanded, sink)));
    }

    private static Rows rows(List<Column> columns, List<List<Optional<String>>> rows) {
        return new Rows(columns, rows, "SELECT " + rows.size(), 0, List.of());
    }

    /** A number sign before the name makes it a column of numbers. */
    private static List<Column> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> name.startsWith("#")
                        ? new Column(name.substring(1), "numeric", true)
                        : new Column(name, "text", false))
                .toList();
    }

    private static List<Optional<String>> row(String... cells) {
        return Arrays.stream(cells).map(Optional::ofNullable).toList();
    }
}
