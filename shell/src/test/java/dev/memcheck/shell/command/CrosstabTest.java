package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.shell.out.UsageException;
import dev.memcheck.sql.StatementResult.Column;
import dev.memcheck.sql.StatementResult.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Grids and sentences are psql's. */
class CrosstabTest {
    private static final Rows ROWS = rows(
            List.of("v", "h", "C", "n"),
            List.of(row("v1", "h2", "foo", "3"), row("v0", "h0", null, "1"), row("v1", null, "baz", "2")));

    @Test
    void rowsBecomeAGridInTheOrderOfTheirFirstSight() {
        assertThat(text(Crosstab.of(ROWS, List.of("v", "H", "\"C\""), "-")))
                .containsExactly("v|h2|h0|-", "v1|foo||baz", "v0|||");
        assertThat(text(Crosstab.of(ROWS, List.of("1", "2", "3", "n"), "")))
                .containsExactly("v|h0||h2", "v1||baz|foo", "v0|||");
    }

    @Test
    void whatIsNoGridIsRefused() {
        refused("query must return at least three columns", rows(List.of("a", "b"), List.of(row("1", "2"))));
        refused("data column must be specified when query returns more than three columns", ROWS);
        refused("vertical and horizontal headers must be different columns", ROWS, "v", "1", "n");
        refused("column number 5 is out of range 1..4", ROWS, "v", "h", "5");
        refused("column name not found: \"c\"", ROWS, "v", "h", "c");
        refused("ambiguous column name: \"a\"", rows(List.of("a", "a", "b"), List.of(row("1", "2", "3"))), "a");
        refused(
                "query result contains multiple data values for row \"1\", column \"2\"",
                rows(List.of("a", "b", "c"), List.of(row("1", "2", "3"), row("1", "2", "4"))));
    }

    private static void refused(String why, Rows rows, String... words) {
        assertThatThrownBy(() -> Crosstab.of(rows, List.of(words), ""))
                .isInstanceOf(UsageException.class)
                .hasMessage(why);
    }

    private static List<String> text(Rows rows) {
        List<String> text = new ArrayList<>();
        text.add(String.join("|", rows.columns().stream().map(Column::name).toList()));
        for (List<Optional<String>> row : rows.rows()) {
            text.add(String.join("|", row.stream().map(cell -> cell.orElse("")).toList()));
        }
        return text;
    }

    private static Rows rows(List<String> columns, List<List<Optional<String>>> rows) {
        return new Rows(
                columns.stream().map(name -> new Column(name, "text", false)).toList(), rows, "SELECT", 0, List.of());
    }

    private static List<Optional<String>> row(String... cells) {
        return Arrays.stream(cells).map(Optional::ofNullable).toList();
    }
}
