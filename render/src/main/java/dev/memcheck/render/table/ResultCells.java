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
            for (Optional<String> cell : row) {
                cells.add(CellText.of(cell.orElse(format.nullText())));
            }
            rows.add(cells);
        }
        return new ResultCells(
                result.columns().stream()
                        .map(column -> CellText.of(column.name()))
                        .toList(),
                rows);
    }
}
