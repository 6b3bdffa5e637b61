package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;

/** One line for each column of each row, under a line with the number of the row. */
final class ExpandedTable {
    /** What stands beside heading and data in a line, for each border. */
    private static final int[] BESIDE = {1, 3, 7};

    private final List<CellText> headings;
    private final List<List<CellText>> rows;
    private final int headingWidth;
    private final int dataWidth;
    private final ResultFormat format;
    private final int border;

    private ExpandedTable(StatementResult.Rows result, ResultFormat format) {
        this.format = format;
        border = Math.min(format.border(), 2);
        ResultCells cells = ResultCells.of(result, format);
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
        int recordLine = format.tuplesOnly() ? 0 : record(rows.size()).length() + (border == 2 ? 2 : 0);
        int beside = headingWidth + BESIDE[border] + (continues && border < 2 ? 1 : 0);
        dataWidth = Math.max(widest, recordLine - beside);
    }

    /** @param first number of the first row */
    static void print(StatementResult.Rows result, long first, ResultFormat format, TextSink sink) {
        ExpandedTable table = new ExpandedTable(result, format);
        for (int row = 0; row < table.rows.size(); row++) {
            if (!format.tuplesOnly()) {
                sink.line(StyledLine.of(table.line(record(first + row, table.border)), Style.HEADING));
            } else if (first + row > 1 || table.border == 2) {
                sink.line(StyledLine.plain(table.line("")));
            }
            for (int column = 0; column < table.headings.size(); column++) {
                table.printCell(table.headings.get(column), table.rows.get(row).get(column), sink);
            }
        }
        if (table.border == 2) {
            sink.line(StyledLine.plain(table.line("")));
        }
    }

    private void printCell(CellText heading, CellText cell, TextSink sink) {
        int height = Math.max(heading.height(), cell.height());
        for (int number = 0; number < height; number++) {
            StyledLine.Builder line = StyledLine.builder().add(border == 2 ? "| " : "");
            line.add(heading.line(number), Style.HEADING);
            line.add(" ".repeat(headingWidth - heading.width(number))
                    + (heading.continuesAfter(number) ? "+" : " ")
                    + (border == 0 ? "" : "|"));
            if (number < cell.height() || border == 2) {
                line.add((border == 0 ? "" : " ") + cell.line(number));
            }
            if (cell.continuesAfter(number) || border == 2) {
                line.add(" ".repeat(dataWidth - cell.width(number)) + (cell.continuesAfter(number) ? "+" : " "));
            }
            sink.line(line.add(border == 2 ? "|" : "").line());
        }
    }

    /** A line across, over whose beginning something is written. */
    private String line(String over) {
        String across;
        if (border == 0) {
            across = " ".repeat(headingWidth + dataWidth);
        } else if (border == 1) {
            across = "-".repeat(headingWidth + 1) + "+" + "-".repeat(dataWidth + 1);
        } else {
            across = "+-" + "-".repeat(headingWidth) + "-+-" + "-".repeat(dataWidth) + "-+";
        }
        if (over.length() >= across.length()) {
            return over;
        }
        return over + across.substring(over.length());
    }

    private String record(long number) {
        return record(number, border);
    }

    private static String record(long number, int border) {
        return border == 0 ? "* Record " + number : (border == 2 ? "+" : "") + "-[ RECORD " + number + " ]";
    }
}
