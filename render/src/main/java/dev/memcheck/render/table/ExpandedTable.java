package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;

/** One line for each column of each row, under a line with the number of the row. */
final class ExpandedTable {
    private static final String SEPARATOR = " | ";

    private final List<CellText> headings;
    private final List<List<CellText>> rows;
    private final int headingWidth;
    private final int dataWidth;

    private ExpandedTable(StatementResult.Rows result) {
        ResultCells cells = ResultCells.of(result);
        headings = cells.headings();
        rows = cells.rows();
        headingWidth = headings.stream().mapToInt(CellText::width).max().orElse(0);
        int widest = 0;
        boolean continues = false;
        for (List<CellText> row : rows) {
            for (CellText cell : row) {
                widest = Math.max(widest, cell.width());
                continues |= cell.height() > 1;
            }
        }
        // Data is at least as wide as the longest record line, and then makes room for the signs of continuation.
        int recordLine = record(rows.size()).length();
        int beside = headingWidth + SEPARATOR.length() + (continues ? 1 : 0);
        dataWidth = Math.max(widest, recordLine - beside);
    }

    /** @param first number of the first row */
    static void print(StatementResult.Rows result, long first, TextSink sink) {
        ExpandedTable table = new ExpandedTable(result);
        for (int row = 0; row < table.rows.size(); row++) {
            sink.line(StyledLine.of(table.recordLine(first + row), Style.HEADING));
            for (int column = 0; column < table.headings.size(); column++) {
                table.printCell(table.headings.get(column), table.rows.get(row).get(column), sink);
            }
        }
    }

    private void printCell(CellText heading, CellText cell, TextSink sink) {
        int height = Math.max(heading.height(), cell.height());
        for (int number = 0; number < height; number++) {
            StyledLine.Builder line = StyledLine.builder();
            line.add(heading.line(number), Style.HEADING);
            line.add(" ".repeat(headingWidth - heading.width(number)) + (heading.continuesAfter(number) ? "+|" : " |"));
            if (number < cell.height()) {
                line.add(" " + cell.line(number));
            }
            if (cell.continuesAfter(number)) {
                line.add(" ".repeat(dataWidth - cell.width(number)) + "+");
            }
            sink.line(line.line());
        }
    }

    private String recordLine(long number) {
        String record = record(number);
        int corner = headingWidth + 1;
        if (record.length() > corner) {
            int width = headingWidth + SEPARATOR.length() + dataWidth;
            return record + "-".repeat(Math.max(0, width - record.length()));
        }
        return record + "-".repeat(corner - record.length()) + "+" + "-".repeat(dataWidth + 1);
    }

    private static String record(long number) {
        return "-[ RECORD " + number + " ]";
    }
}
