package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.Arrays;
import java.util.List;

/** One line for each row, under centered headings. */
final class AlignedTable {
    private final List<StatementResult.Column> columns;
    private final List<CellText> headings;
    private final List<List<CellText>> rows;
    private final int[] widths;
    private final ResultFormat format;
    private final int border;

    /** The row that is being put together. */
    private final StringBuilder line = new StringBuilder();

    private AlignedTable(StatementResult.Rows result, ResultFormat format) {
        this.format = format;
        border = Math.min(format.border(), 2);
        columns = result.columns();
        ResultCells cells = ResultCells.of(result, format);
        headings = cells.headings();
        rows = cells.rows();
        widths = headings.stream().mapToInt(CellText::width).toArray();
        for (List<CellText> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).width());
            }
        }
    }

    /**
     * Headings, rule and rows; without columns the rule alone.
     *
     * @param head false for rows that go on
     */
    static void print(StatementResult.Rows result, boolean head, ResultFormat format, TextSink sink) {
        AlignedTable table = new AlignedTable(result, format);
        if (head && !format.tuplesOnly()) {
            if (table.border == 2) {
                table.printRule(sink);
            }
            if (!table.columns.isEmpty()) {
                table.printHeadings(sink);
            }
            table.printRule(sink);
        }
        table.rows.forEach(row -> table.printRow(row, sink));
    }

    /** What comes below the last row. */
    static void printEnd(StatementResult.Rows result, ResultFormat format, TextSink sink) {
        if (format.border() >= 2) {
            new AlignedTable(result, format).printRule(sink);
        }
    }

    /** Cells from the first column's blank to the last one's. */
    static int width(StatementResult.Rows result, ResultFormat format) {
        int around = format.border() == 0 ? 1 : 3;
        return Arrays.stream(new AlignedTable(result, format).widths)
                        .map(width -> width + around)
                        .sum()
                + (format.border() >= 2 ? 1 : -1);
    }

    private void printHeadings(TextSink sink) {
        for (int number = 0; number < height(headings); number++) {
            StyledLine.Builder line = StyledLine.builder();
            for (int column = 0; column < widths.length; column++) {
                CellText heading = headings.get(column);
                int blanks = widths[column] - heading.width(number);
                line.add(before(column));
                line.add(" ".repeat(blanks / 2));
                line.add(heading.line(number), Style.HEADING);
                line.add(" ".repeat(blanks - blanks / 2) + (heading.continuesAfter(number) ? "+" : " "));
            }
            sink.line(line.add(border == 2 ? "|" : "").line());
        }
    }

    private String before(int column) {
        return border == 0 ? "" : border == 1 && column == 0 ? " " : "| ";
    }

    private void printRule(TextSink sink) {
        String edge = border == 2 ? "+-" : border == 1 ? "-" : "";
        String between = border == 0 ? " " : "-+-";
        StringBuilder rule = new StringBuilder(edge);
        for (int column = 0; column < widths.length; column++) {
            rule.append(column == 0 ? "" : between).append("-".repeat(widths[column]));
        }
        sink.line(
                StyledLine.plain(rule.append(new StringBuilder(edge).reverse()).toString()));
    }

    private void printRow(List<CellText> row, TextSink sink) {
        if (row.isEmpty()) {
            return;
        }
        int height = height(row);
        for (int number = 0; number < height; number++) {
            line.setLength(0);
            for (int column = 0; column < widths.length; column++) {
                boolean last = border < 2 && column == widths.length - 1;
                line.append(before(column));
                append(row.get(column), number, column, last);
            }
            line.append(border == 2 ? "|" : "");
            sink.line(StyledLine.plain(line.toString()));
        }
    }

    private void append(CellText cell, int number, int column, boolean last) {
        boolean continues = cell.continuesAfter(number);
        int blanks = widths[column] - cell.width(number);
        if (number >= cell.height()) {
            appendBlanks(last ? 0 : blanks);
        } else if (columns.get(column).rightAligned()) {
            appendBlanks(blanks);
            line.append(cell.line(number));
        } else {
            line.append(cell.line(number));
            appendBlanks(last && !continues ? 0 : blanks);
        }
        if (continues) {
            line.append('+');
        } else if (!last) {
            line.append(' ');
        }
    }

    private void appendBlanks(int count) {
        for (int blank = 0; blank < count; blank++) {
            line.append(' ');
        }
    }

    /** Lines of the cell that has the most. */
    private static int height(List<CellText> cells) {
        int height = 1;
        for (CellText cell : cells) {
            height = Math.max(height, cell.height());
        }
        return height;
    }
}
