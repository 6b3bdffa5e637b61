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
        for (List<Optional<String>> row : result.rows()) {
            rows.add(row.stream()
                    .map(cell -> CellText.of(cell.orElse(format.nullText())))
                    .toList());
        }
        return new ResultCells(
                result.columns().stream()
                        .map(column -> CellText.of(column.name()))
                        .toList(),
                rows);
    }
}
