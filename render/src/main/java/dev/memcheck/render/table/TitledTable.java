package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;

/** A table under a title, with lines below it, as psql prints what {@code \d} and its family find. */
public final class TitledTable {
    private TitledTable() {}

    /**
     * @param counted whether the number of rows is printed
     * @param expanded one line for each column
     * @param footers lines below the table
     */
    public static void print(
            String title,
            StatementResult.Rows result,
            boolean counted,
            boolean expanded,
            List<String> footers,
            TextSink sink) {
        if (expanded && result.rows().isEmpty()) {
            ResultTable.print(result, true, sink);
            return;
        }
        String shown = ServerText.clean(title);
        int blanks = expanded
                ? 0
                : Math.max(0, (AlignedTable.width(result, ResultFormat.standard()) - CellWidth.of(shown)) / 2);
        sink.line(StyledLine.of(" ".repeat(blanks) + shown, Style.HEADING));
        if (expanded) {
            ExpandedTable.print(result, 1, ResultFormat.standard(), sink);
        } else {
            AlignedTable.print(result, true, ResultFormat.standard(), sink);
        }
        if (counted && !expanded) {
            sink.line(StyledLine.plain("(" + AmountWords.counted(result.rows().size(), "row") + ")"));
        }
        footers.forEach(footer -> ServerText.lines(footer).forEach(line -> sink.line(StyledLine.plain(line))));
        sink.line(StyledLine.plain(""));
    }
}
