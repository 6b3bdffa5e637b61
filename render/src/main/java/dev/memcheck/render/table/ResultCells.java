package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headings and cells of a result as they are printed. */
record ResultCells(List<CellText> headings, List<List<CellText>> rows) {
    static ResultCells of(StatementResult.Rows result, ResultFormat format) {
        List<List<CellText>> rows = new ArrayList<>(result.rows().size());
        // Loops instead of streams here and wherever each cell passes: a million rows spent half of their time in them.
        for (List<Optional<String>> row : result.rows()) {
            List<CellText> cells = new ArrayList<>(row.size());
            for (int column = 0; column < row.size(); column++) {
                cells.add(CellText.of(text(result.columns().get(column), row.get(column), format)));
            }
            rows.add(cells);
        }
        return new ResultCells(
                result.columns().stream()
                        .map(column -> CellText.of(column.name()))
                        .toList(),
                rows);
    }

    /** A cell before it is made to fit. */
    static String text(StatementResult.Column column, Optional<String> cell, ResultFormat format) {
        if (cell.isEmpty()) {
            return format.nullText();
        }
        return format.look().numericLocale() && column.rightAligned() ? NumberGroups.of(cell.get()) : cell.get();
    }
}
