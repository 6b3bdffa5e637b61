package dev.memcheck.render.table;

import dev.memcheck.render.text.CellText;
import java.util.Arrays;
import java.util.List;

/** How wide the columns of an aligned table are, in cells of a terminal. */
final class ColumnWidths {
    /** What counts against a column for each cell of its width when one has to become narrower. */
    private static final double BIAS = 0.01;

    private ColumnWidths() {}

    /** As wide as the widest text in them, or what the wrapped format leaves of that. */
    static int[] of(List<CellText> headings, List<List<CellText>> rows, ResultFormat format) {
        int[] widths = headings.stream().mapToInt(CellText::width).toArray();
        for (List<CellText> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).width());
            }
        }
        int most = format.look().columns();
        if (format.kind() == ResultFormat.Kind.WRAPPED && most > 0) {
            narrow(widths, headings, rows, most - around(widths.length, format.border()));
        }
        return widths;
    }

    /** Cells of a line beside those of its columns. */
    static int around(int columns, int border) {
        return switch (Math.min(border, 2)) {
            case 0 -> columns;
            case 1 -> Math.max(0, columns * 3 - 1);
            default -> columns * 3 + 1;
        };
    }

    /** Headings are never cut: where they alone are wider nothing is. */
    private static void narrow(int[] widths, List<CellText> headings, List<List<CellText>> rows, int most) {
        int[] least = headings.stream().mapToInt(CellText::width).toArray();
        if (Arrays.stream(least).sum() > most) {
            return;
        }
        int[] widest = widths.clone();
        int[] average = new int[widths.length];
        for (int column = 0; column < widths.length && !rows.isEmpty(); column++) {
            long sum = 0;
            for (List<CellText> row : rows) {
                sum += row.get(column).width();
            }
            average[column] = (int) (sum / rows.size());
        }
        for (int total = Arrays.stream(widths).sum(); total > most; total--) {
            int worst = worst(widths, widest, average, least);
            if (worst < 0) {
                return;
            }
            widths[worst]--;
        }
    }

    /** The column that has the most room for few rows; -1 if none can become narrower. */
    private static int worst(int[] widths, int[] widest, int[] average, int[] least) {
        int worst = -1;
        double most = 0;
        for (int column = 0; column < widths.length; column++) {
            if (average[column] > 0 && widths[column] > least[column]) {
                double ratio = (double) widths[column] / average[column] + widest[column] * BIAS;
                if (ratio > most) {
                    most = ratio;
                    worst = column;
                }
            }
        }
        return worst;
    }
}
