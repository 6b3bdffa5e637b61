package dev.memcheck.render;

import dev.memcheck.backend.StatementResult;
import java.util.ArrayList;
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
            ExpandedTable.print(result, sink);
        } else {
            if (!expanded) {
                AlignedTable.print(result, sink);
            }
            sink.line(StyledLine.plain(count == 1 ? "(1 row)" : "(" + count + " rows)"));
        }
        sink.line(StyledLine.plain(""));
    }

    static List<CellText> headings(StatementResult.Rows result) {
        return result.columns().stream()
                .map(column -> CellText.of(column.name()))
                .toList();
    }

    static List<List<CellText>> cells(StatementResult.Rows result) {
        List<List<CellText>> cells = new ArrayList<>(result.rows().size());
        for (List<Optional<String>> row : result.rows()) {
            cells.add(row.stream().map(cell -> CellText.of(cell.orElse(""))).toList());
        }
        return cells;
    }
}
