package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a statement as psql prints them with its default settings: aligned, border 1, NULL empty, a blank line at
 * the end. The only departure: characters that change the direction of text are shown in visible form.
 */
public final class ResultTable {
    private ResultTable() {}

    /**
     * @param expanded one line for each column, as after {@code \x}
     */
    public static void print(StatementResult.Rows result, boolean expanded, TextSink sink) {
        int count = result.rows().size();
        boolean asRecords = expanded && count > 0 && !result.columns().isEmpty();
        if (asRecords) {
            ExpandedTable.print(result, 1, sink);
        } else {
            if (!expanded) {
                AlignedTable.print(result, true, sink);
            }
            sink.line(StyledLine.plain("(" + AmountWords.counted(count, "row") + ")"));
        }
        sink.line(StyledLine.plain(""));
    }

    /**
     * Rows of a result that is printed while it comes: each part is as wide as its own rows, as in psql with FETCH_COUNT.
     *
     * @param first number of the first of these rows in the result, from 1
     */
    public static void printPart(
            List<StatementResult.Column> columns,
            List<List<Optional<String>>> rows,
            long first,
            boolean expanded,
            TextSink sink) {
        StatementResult.Rows part = new StatementResult.Rows(columns, rows, "", 0, List.of());
        if (expanded && !columns.isEmpty()) {
            ExpandedTable.print(part, first, sink);
        } else {
            AlignedTable.print(part, first == 1, sink);
        }
    }

    /**
     * The end of a result that was printed while it came.
     *
     * @param shown how many of its rows were printed; fewer than there were if somebody wanted no more of them
     */
    public static void printEnd(StatementResult.Rows result, long shown, boolean expanded, TextSink sink) {
        String left = shown < result.count() ? ", of which the first " + shown + " were printed" : "";
        if (!expanded || !left.isEmpty()) {
            sink.line(StyledLine.plain("(" + result.count() + " rows" + left + ")"));
        }
        sink.line(StyledLine.plain(""));
    }
}
