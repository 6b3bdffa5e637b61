package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rows of a statement as psql prints them. The only departure: characters that a terminal would obey, or that change the
 * direction of text, are shown in visible form.
 */
public final class ResultTable {
    private final ResultFormat format;
    private final TextSink sink;
    private final PlainTable plain;

    /**
     * @param sink takes what is for people
     * @param raw takes what is for programs: lines as the server sent them, which may have line ends and controls in them
     * @param part takes the same where the line goes on
     */
    public ResultTable(ResultFormat format, TextSink sink, Consumer<String> raw, Consumer<String> part) {
        this.format = format;
        this.sink = sink;
        this.plain = new PlainTable(format, raw, part);
    }

    /**
     * With psql's default settings.
     *
     * @param expanded one line for each column, as after {@code \x}
     */
    public static void print(StatementResult.Rows result, boolean expanded, TextSink sink) {
        ResultFormat format = ResultFormat.standard();
        new ResultTable(expanded ? format.with(ResultFormat.Expanded.ON) : format, sink, line -> {}, part -> {})
                .print(result);
    }

    /** Cells that aligned rows take from left to right. */
    public static int width(StatementResult.Rows result, ResultFormat format) {
        return AlignedTable.width(result, format);
    }

    public void print(StatementResult.Rows result) {
        if (!format.kind().isForPeople()) {
            plain.rows(result.columns(), result.rows(), 1);
            plain.end(result.columns(), result.rows().size());
            return;
        }
        int count = result.rows().size();
        if (format.isExpanded() && count > 0 && !result.columns().isEmpty()) {
            ExpandedTable.print(result, 1, format, sink);
        } else {
            if (!format.isExpanded()) {
                AlignedTable.print(result, true, format, sink);
                AlignedTable.printEnd(result, format, sink);
            }
            if (format.counts()) {
                sink.line(StyledLine.plain("(" + AmountWords.counted(count, "row") + ")"));
            }
        }
        sink.line(StyledLine.plain(""));
    }

    /**
     * Rows of a result that is printed while it comes: each part is as wide as its own rows, as in psql with FETCH_COUNT.
     *
     * @param first number of the first of these rows in the result, from 1
     */
    public void printPart(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        StatementResult.Rows part = new StatementResult.Rows(columns, rows, "", 0, List.of());
        if (!format.kind().isForPeople()) {
            plain.rows(columns, rows, first);
        } else if (format.isExpanded() && !columns.isEmpty()) {
            ExpandedTable.print(part, first, format, sink);
        } else {
            AlignedTable.print(part, first == 1, format, sink);
        }
    }

    /**
     * The end of a result that was printed while it came.
     *
     * @param result how many rows there were, and some of them
     * @param shown how many of them were printed; fewer than there were if somebody wanted no more of them
     */
    public void printEnd(StatementResult.Rows result, long shown) {
        long count = result.count();
        boolean all = shown >= count;
        if (!format.kind().isForPeople()) {
            plain.end(result.columns(), count);
            return;
        }
        String left = all ? "" : ", of which the first " + shown + " were printed";
        if (format.counts() && !format.isExpanded() || !all) {
            sink.line(StyledLine.plain("(" + count + " rows" + left + ")"));
        }
        sink.line(StyledLine.plain(""));
    }
}
