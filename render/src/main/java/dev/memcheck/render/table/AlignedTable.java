package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.ServerText;
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
    private final LineStyle style;
    private final int border;

    /** The row that is being put together. */
    private final StringBuilder line = new StringBuilder();

    private AlignedTable(StatementResult.Rows result, ResultFormat format) {
        this.format = format;
        style = LineStyle.of(format.look());
        border = Math.min(format.border(), 2);
        columns = result.columns();
        ResultCells cells = ResultCells.of(result, format);
        headings = cells.headings();
        widths = ColumnWidths.of(headings, cells.rows(), format);
        rows = format.kind() == ResultFormat.Kind.WRAPPED
                ? cells.rows().stream().map(this::cut).toList()
                : cells.rows();
    }

    private List<CellText> cut(List<CellText> row) {
        CellText[] cells = new CellText[row.size()];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = row.get(column).cut(widths[column]);
        }
        return List.of(cells);
    }

    /**
     * Title, headings, rule and rows; without columns the rule alone.
     *
     * @param head false for rows that go on
     */
    static void print(StatementResult.Rows result, boolean head, ResultFormat format, TextSink sink) {
        AlignedTable table = new AlignedTable(result, format);
        if (head && !format.tuplesOnly()) {
            table.printTitle(sink);
            if (table.border == 2) {
                table.printRule(table.style.top(), sink);
            }
            if (!table.columns.isEmpty()) {
                table.printHeadings(sink);
            }
            table.printRule(table.style.middle(), sink);
        }
        table.rows.forEach(row -> table.printRow(row, sink));
    }

    /** What comes below the last row. */
    static void printEnd(StatementResult.Rows result, ResultFormat format, TextSink sink) {
        if (format.border() >= 2) {
            AlignedTable table = new AlignedTable(result, format);
            table.printRule(table.style.bottom(), sink);
        }
    }

    /** Cells from the first column's blank to the last one's, in the wrapped format those that it can do with. */
    static int width(StatementResult.Rows result, ResultFormat format) {
        return new AlignedTable(result, format).width();
    }

    private int width() {
        return Arrays.stream(widths).sum() + ColumnWidths.around(widths.length, border);
    }

    private void printTitle(TextSink sink) {
        format.look().title().map(ServerText::clean).ifPresent(title -> {
            int blanks = Math.max(0, (width() - CellWidth.of(title)) / 2);
            sink.line(StyledLine.of(" ".repeat(blanks) + title, Style.HEADING));
        });
    }

    private void printHeadings(TextSink sink) {
        int height = height(headings);
        for (int number = 0; number < height; number++) {
            StyledLine.Builder line = StyledLine.builder();
            for (int column = 0; column < widths.length; column++) {
                CellText heading = headings.get(column);
                int blanks = widths[column] - heading.width(number);
                boolean ended = number >= heading.height();
                line.add(
                        column == 0
                                ? edge(style.data().left())
                                : border > 0 ? style.data().between() : "");
                line.add(border > 0 || !style.marksRight() && column > 0 ? number > 0 ? style.headingLeft() : " " : "");
                line.add(" ".repeat(ended ? blanks : blanks / 2));
                line.add(heading.line(number), Style.HEADING);
                line.add(" ".repeat(ended ? 0 : blanks - blanks / 2));
                if (border > 0 || style.marksRight()) {
                    line.add(heading.continuesAfter(number) ? style.headingRight() : " ");
                }
            }
            sink.line(line.add(edge(style.data().right())).line());
        }
    }

    private String edge(String sign) {
        return border == 2 ? sign : "";
    }

    private void printRule(LineStyle.Rule sign, TextSink sink) {
        String across = sign.across();
        String between = border == 0 ? " " : across + sign.between() + across;
        StringBuilder rule = new StringBuilder(border == 2 ? sign.left() + across : border == 1 ? across : "");
        for (int column = 0; column < widths.length; column++) {
            rule.append(column == 0 ? "" : between).append(across.repeat(widths[column]));
        }
        rule.append(border == 2 ? across + sign.right() : border == 1 ? across : "");
        sink.line(StyledLine.plain(rule.toString()));
    }

    private void printRow(List<CellText> row, TextSink sink) {
        if (row.isEmpty()) {
            return;
        }
        int height = height(row);
        for (int number = 0; number < height; number++) {
            line.setLength(0);
            for (int column = 0; column < widths.length; column++) {
                CellText cell = row.get(column);
                boolean last = border < 2 && column == widths.length - 1;
                line.append(column == 0 ? edge(style.data().left()) : border > 0 ? divider(cell, number) : "");
                line.append(border > 0 ? before(cell, number) : "");
                append(cell, number, column, last);
            }
            line.append(edge(style.data().right()));
            sink.line(StyledLine.plain(line.toString()));
        }
    }

    private String divider(CellText cell, int number) {
        if (number >= cell.height()) {
            return style.atEnd();
        }
        return number == 0 ? style.data().between() : cell.isCutBefore(number) ? style.atWrap() : style.atNewline();
    }

    private String before(CellText cell, int number) {
        if (number == 0 || number >= cell.height()) {
            return " ";
        }
        return cell.isCutBefore(number) ? style.wrapLeft() : style.newlineLeft();
    }

    private void append(CellText cell, int number, int column, boolean last) {
        boolean continues = cell.continuesAfter(number);
        int blanks = Math.max(0, widths[column] - cell.width(number));
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
            line.append(cell.isCutBefore(number + 1) ? style.wrapRight() : style.newlineRight());
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
