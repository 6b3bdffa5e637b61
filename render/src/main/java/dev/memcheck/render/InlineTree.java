package dev.memcheck.render;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Draws the rows of a tree as lines for the prompt: at most a screenful, no line wider than the screen. Where the screen
 * is narrow, columns are left out; the difference stays, and the marks move to the lines of their findings.
 */
public final class InlineTree {
    /** The tree itself gets this many cells, if it needs them, before any column does. */
    private static final int ENOUGH_FOR_NAMES = 24;

    private static final String GAP = "  ";

    private final Glyphs glyphs;

    public InlineTree(Glyphs glyphs) {
        this.glyphs = Objects.requireNonNull(glyphs);
    }

    /**
     * @param rows what to draw, from its first row on
     * @param width of the screen in cells
     * @param height so many lines at most, heading included; {@link Integer#MAX_VALUE} where nothing scrolls away
     */
    public List<StyledLine> lines(TreeRows rows, int width, int height) {
        int room = Math.max(2, height) - 1;
        boolean fits = rows.size() <= room;
        List<TreeRow> window = rows.rows(0, fits ? room : room - 1);
        TreeLabel labels = new TreeLabel(glyphs, rows.subject().diff().isPresent());
        Map<TreeColumn, Integer> columns = columns(window);
        int needed = 0;
        for (TreeRow row : window) {
            if (row instanceof TreeRow.Node || row instanceof TreeRow.Group) {
                needed = Math.max(needed, labels.of(row, false).width());
            }
        }
        fit(columns, needed, width);
        int names = Math.max(1, Math.min(needed, width - width(columns)));

        List<StyledLine> lines = new ArrayList<>();
        lines.add(heading(columns, names).clip(width, glyphs.ellipsis()));
        boolean markInLine = false;
        for (TreeRow row : window) {
            if (row instanceof TreeRow.Node node) {
                boolean severalMarks = Mark.distinct(node.findings()).size() > 1;
                markInLine = severalMarks || !columns.containsKey(TreeColumn.MARK);
            } else if (row instanceof TreeRow.Elsewhere) {
                markInLine = false;
            }
            lines.add(line(row, labels.of(row, markInLine), labels, columns, names)
                    .clip(width, glyphs.ellipsis()));
        }
        if (!fits) {
            lines.add(rest(rows, window).clip(width, glyphs.ellipsis()));
        }
        return lines;
    }

    /** The columns that have something in them, with their widths. */
    private static Map<TreeColumn, Integer> columns(List<TreeRow> window) {
        Map<TreeColumn, Integer> columns = new EnumMap<>(TreeColumn.class);
        for (TreeColumn column : TreeColumn.values()) {
            int width = 0;
            for (TreeRow row : window) {
                width = Math.max(width, CellWidth.of(column.cell(row)));
            }
            if (width > 0) {
                columns.put(column, Math.max(width, column.heading().length()));
            }
        }
        return columns;
    }

    private static void fit(Map<TreeColumn, Integer> columns, int needed, int width) {
        for (TreeColumn column : TreeColumn.DISPENSABLE) {
            if (width - width(columns) >= Math.min(needed, ENOUGH_FOR_NAMES)) {
                return;
            }
            columns.remove(column);
        }
    }

    private static int width(Map<TreeColumn, Integer> columns) {
        return columns.values().stream().mapToInt(width -> GAP.length() + width).sum();
    }

    private static StyledLine heading(Map<TreeColumn, Integer> columns, int names) {
        StyledLine.Builder line = StyledLine.builder();
        line.add(CellWidth.head("  context", names), Style.HEADING).padTo(names);
        columns.forEach((column, width) -> line.add(GAP).add(column.pad(column.heading(), width), Style.HEADING));
        return trimmed(line.line());
    }

    private StyledLine line(
            TreeRow row, StyledLine label, TreeLabel labels, Map<TreeColumn, Integer> columns, int names) {
        if (!(row instanceof TreeRow.Node || row instanceof TreeRow.Group)) {
            return label;
        }
        StyledLine.Builder line = StyledLine.builder();
        label.clip(names, glyphs.ellipsis()).spans().forEach(span -> line.add(span.text(), span.style()));
        line.padTo(names);
        columns.forEach(
                (column, width) -> line.add(GAP).add(column.pad(column.cell(row), width), style(column, row, labels)));
        return trimmed(line.line());
    }

    private static Style style(TreeColumn column, TreeRow row, TreeLabel labels) {
        switch (column) {
            case DIFFERENCE:
            case CHANGE:
                return labels.style(TreeLabel.change(row));
            case MARK:
                return row instanceof TreeRow.Node node && !node.findings().isEmpty()
                        ? Mark.of(Mark.distinct(node.findings()).get(0)).style()
                        : Style.PLAIN;
            default:
                return Style.DIM;
        }
    }

    /** A line without the blanks at its end. */
    private static StyledLine trimmed(StyledLine line) {
        List<Span> spans = new ArrayList<>(line.spans());
        while (!spans.isEmpty()) {
            Span last = spans.remove(spans.size() - 1);
            String text = last.text().stripTrailing();
            if (!text.isEmpty()) {
                spans.add(new Span(text, last.style()));
                break;
            }
        }
        return new StyledLine(spans);
    }

    private StyledLine rest(TreeRows rows, List<TreeRow> window) {
        long shown = window.stream().filter(row -> row instanceof TreeRow.Blame).count();
        long hidden = rows.subject().findings().size() - shown;
        String findings = hidden == 0 ? "" : ", " + FindingText.counted(hidden, "finding") + " not shown";
        int more = rows.size() - window.size();
        String text = "  " + glyphs.ellipsis() + " " + FindingText.counted(more, "more row") + findings + ": \\tree";
        return StyledLine.of(text, hidden == 0 ? Style.DIM : Style.WARNING);
    }
}
