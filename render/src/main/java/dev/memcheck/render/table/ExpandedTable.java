package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.sql.StatementResult;
import java.util.List;

/** One line for each column of each row, under a line with the number of the row. */
final class ExpandedTable {
    /** What stands beside heading and data in a line, for each border. */
    private static final int[] BESIDE = {1, 3, 7};

    /** What the line above a row is long, beside the digits of the row's number, for each border. */
    private static final int[] AROUND_NUMBER = {9, 12, 15};

    /** Cells of data that the wrapped format leaves at least. */
    private static final int LEAST_DATA = 3;

    private final List<CellText> headings;
    private final List<List<CellText>> rows;
    private final int headingWidth;
    private final int dataWidth;
    private final ResultFormat format;
    private final LineStyle style;
    private final int border;

    /** Whether a heading, and whether a cell, goes on in a second line. */
    private final boolean headingsContinue;

    private boolean cellsContinue;

    private ExpandedTable(StatementResult.Rows result, ResultFormat format) {
        this.format = format;
        style = LineStyle.of(format.look());
        border = Math.min(format.border(), 2);
        ResultCells cells = ResultCells.of(result, format);
        headings = cells.headings();
        headingWidth = headings.stream().mapToInt(CellText::width).max().orElse(0);
        headingsContinue = headings.stream().anyMatch(heading -> heading.height() > 1);
        int widest = 0;
        for (List<CellText> row : cells.rows()) {
            for (CellText cell : row) {
                widest = Math.max(widest, cell.width());
                cellsContinue |= cell.height() > 1;
            }
        }
        int recordLine = format.tuplesOnly()
                ? 0
                : AROUND_NUMBER[border] + String.valueOf(cells.rows().size()).length();
        boolean wraps = format.kind() == ResultFormat.Kind.WRAPPED;
        int most = wraps && format.look().columns() > 0 ? format.look().columns() : Integer.MAX_VALUE;
        int width = dataWidth(widest, recordLine, most);
        if (width < widest && !cellsContinue) {
            // What is cut needs room for the sign of that.
            cellsContinue = true;
            width = dataWidth(widest, recordLine, most);
        }
        dataWidth = width;
        rows = wraps
                ? cells.rows().stream()
                        .map(row ->
                                row.stream().map(cell -> cell.cut(dataWidth)).toList())
                        .toList()
                : cells.rows();
    }

    /** Data is at least as wide as the longest record line, and then makes room for the signs of continuation. */
    private int dataWidth(int widest, int recordLine, int most) {
        int beside = headingWidth + BESIDE[border];
        if (border < 2) {
            boolean room = border == 0 || !style.marksRight();
            beside += (headingsContinue && room ? 1 : 0) + (cellsContinue && style.marksRight() ? 1 : 0);
        }
        int wanted = Math.max(widest, recordLine - beside);
        int least = Math.max(LEAST_DATA, recordLine - beside);
        return Math.min(wanted, Math.max(least, most - beside));
    }

    /** @param first number of the first row */
    static void print(StatementResult.Rows result, long first, ResultFormat format, TextSink sink) {
        ExpandedTable table = new ExpandedTable(result, format);
        if (first == 1 && !format.tuplesOnly()) {
            format.look().title().ifPresent(title -> sink.line(StyledLine.of(ServerText.clean(title), Style.HEADING)));
        }
        for (int row = 0; row < table.rows.size(); row++) {
            LineStyle.Rule rule = row == 0 ? table.style.top() : table.style.middle();
            if (!format.tuplesOnly()) {
                sink.line(StyledLine.of(table.line(rule, table.record(first + row)), Style.HEADING));
            } else if (first + row > 1 || table.border == 2) {
                sink.line(StyledLine.plain(table.line(rule, "")));
            }
            for (int column = 0; column < table.headings.size(); column++) {
                table.printCell(table.headings.get(column), table.rows.get(row).get(column), sink);
            }
        }
        if (table.border == 2) {
            sink.line(StyledLine.plain(table.line(table.style.bottom(), "")));
        }
    }

    private void printCell(CellText heading, CellText cell, TextSink sink) {
        int height = Math.max(heading.height(), cell.height());
        for (int number = 0; number < height; number++) {
            StyledLine.Builder line =
                    StyledLine.builder().add(border == 2 ? style.data().left() : "");
            if (number < heading.height()) {
                addHeading(heading, number, line);
            } else {
                boolean marked = headingsContinue && (border < 2 && !style.marksRight() || border == 0);
                line.add(" ".repeat(Math.max(1, headingWidth + border + (marked ? 1 : 0))));
            }
            line.add(border > 0 ? divider(cell, number) : "");
            addData(cell, number, line);
            sink.line(line.add(border == 2 ? style.data().right() : "").line());
        }
    }

    private void addHeading(CellText heading, int number, StyledLine.Builder line) {
        if (border == 2 || headingsContinue && !style.marksRight()) {
            line.add(number > 0 ? style.headingLeft() : " ");
        }
        line.add(heading.line(number), Style.HEADING);
        line.add(" ".repeat(headingWidth - heading.width(number)));
        if (border > 0 || headingsContinue && style.marksRight()) {
            line.add(heading.continuesAfter(number) ? style.headingRight() : " ");
        }
    }

    /** A cell that has ended is taken as one that stays in its last line. */
    private String divider(CellText cell, int number) {
        int last = cell.height() - 1;
        boolean inside = number > last ? cell.width(last) > 0 : cell.isCutBefore(number);
        if (inside) {
            return style.atWrap();
        }
        boolean first = number == 0 || number > last && last == 0;
        return first ? style.data().between() : style.atNewline();
    }

    private void addData(CellText cell, int number, StyledLine.Builder line) {
        if (number >= cell.height()) {
            line.add(border == 2 ? " ".repeat(dataWidth + 2) : "");
            return;
        }
        line.add(number > 0 && cell.isCutBefore(number) ? style.wrapLeft() : " ")
                .add(cell.line(number));
        boolean continues = cell.continuesAfter(number);
        if (border == 2 || continues && style.marksRight()) {
            line.add(" ".repeat(Math.max(0, dataWidth - cell.width(number))));
            line.add(continues ? cell.isCutBefore(number + 1) ? style.wrapRight() : style.newlineRight() : " ");
        }
    }

    /** A line across, over whose beginning something is written. */
    private String line(LineStyle.Rule rule, String over) {
        boolean marked = border < 2 && headingsContinue && !style.marksRight();
        int wide = headingWidth + (marked ? 1 : 0);
        if (border == 0) {
            return over + " ".repeat(Math.max(0, wide + dataWidth - over.length()));
        }
        String across = rule.across();
        String body = across.repeat(border == 2 ? wide : Math.max(0, wide - 1))
                + across
                + rule.between()
                + across
                + across.repeat(dataWidth);
        String written = over + (over.length() < body.length() ? body.substring(over.length()) : "");
        return border == 2 ? rule.left() + across + written + across + rule.right() : across + written;
    }

    private String record(long number) {
        return border == 0 ? "* Record " + number : "[ RECORD " + number + " ]";
    }
}
