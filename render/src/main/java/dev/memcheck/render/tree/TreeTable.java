package dev.memcheck.render.tree;

import dev.memcheck.render.text.Bar;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.Mark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Draws rows of a tree as lines of a table, none wider than the screen. Where that is narrow, columns are left out; the
 * difference stays, and the marks move to the lines of their findings.
 */
public final class TreeTable {
    /** The tree itself gets this many cells, if it needs them, before any column does. */
    private static final int ENOUGH_FOR_NAMES = 24;

    /** The same for columns of full width: a third of the screen, within these bounds. */
    private static final int LEAST_FOR_NAMES = 30;

    private static final int PLENTY_FOR_NAMES = 40;

    private static final String GAP = "  ";

    private final TreeLabel labels;
    private final Glyphs glyphs;
    private final Amounts whole;
    private final Map<TreeColumn, Integer> columns;
    private final int names;
    private final int width;

    private TreeTable(
            TreeLabel labels, Glyphs glyphs, Amounts whole, Map<TreeColumn, Integer> columns, int names, int width) {
        this.labels = labels;
        this.glyphs = glyphs;
        this.whole = whole;
        this.columns = columns;
        this.names = names;
        this.width = width;
    }

    /** A table no wider than this window of rows needs it to be. */
    static TreeTable around(TreeRows rows, List<TreeRow> window, Glyphs glyphs, int width) {
        TreeLabel labels = new TreeLabel(glyphs, rows.subject().diff().isPresent(), Integer.MAX_VALUE);
        Map<TreeColumn, Integer> columns = needed(window);
        int needed = 0;
        for (TreeRow row : window) {
            if (row instanceof TreeRow.Node || row instanceof TreeRow.Group) {
                needed = Math.max(needed, labels.of(row, false).width());
            }
        }
        fit(columns, TreeColumn.DISPENSABLE, Math.min(needed, ENOUGH_FOR_NAMES), width);
        int names = Math.max(1, Math.min(needed, width - width(columns)));
        return new TreeTable(labels, glyphs, rows.whole(), columns, names, width);
    }

    /** A table as wide as the screen, its columns the same for every window of these rows. */
    public static TreeTable across(TreeRows rows, Glyphs glyphs, int width) {
        return across(rows, glyphs, width, Optional.empty());
    }

    /**
     * The same.
     *
     * @param sought is highlighted in names and idents; empty for nothing
     */
    public static TreeTable across(TreeRows rows, Glyphs glyphs, int width, Optional<Pattern> sought) {
        Map<TreeColumn, Integer> columns = new EnumMap<>(TreeColumn.class);
        for (TreeColumn column : ofAnyWindow(rows.subject())) {
            columns.put(column, column.cells());
        }
        int wanted = Math.max(LEAST_FOR_NAMES, Math.min(PLENTY_FOR_NAMES, width / 3));
        fit(columns, TreeColumn.DISPENSABLE_ON_FULL_SCREEN, wanted, width);
        int names = Math.max(1, width - width(columns));
        TreeLabel labels = new TreeLabel(glyphs, rows.subject().diff().isPresent(), names / 2, sought);
        return new TreeTable(labels, glyphs, rows.whole(), columns, names, width);
    }

    public StyledLine heading() {
        StyledLine.Builder line = StyledLine.builder();
        line.add(CellWidth.head("  context", names), Style.HEADING).padTo(names);
        columns.forEach((column, cells) -> line.add(GAP).add(column.pad(column.heading(), cells), Style.HEADING));
        return line.line().stripTrailing().clip(width, glyphs.ellipsis());
    }

    /** One line for each row. */
    public List<StyledLine> lines(List<TreeRow> window) {
        List<StyledLine> lines = new ArrayList<>();
        boolean markInLine = !columns.containsKey(TreeColumn.MARK);
        for (TreeRow row : window) {
            if (row instanceof TreeRow.Node node) {
                boolean severalMarks = Mark.distinct(node.findings()).size() > 1;
                markInLine = severalMarks || !columns.containsKey(TreeColumn.MARK);
            } else if (row instanceof TreeRow.Elsewhere) {
                markInLine = false;
            }
            lines.add(line(row, labels.of(row, markInLine)).clip(width, glyphs.ellipsis()));
        }
        return lines;
    }

    private StyledLine line(TreeRow row, StyledLine label) {
        if (!(row instanceof TreeRow.Node || row instanceof TreeRow.Group)) {
            return label;
        }
        StyledLine.Builder line = StyledLine.builder();
        line.add(label.clip(names, glyphs.ellipsis())).padTo(names);
        columns.forEach((column, cells) -> {
            String text = CellWidth.clip(cell(column, row), cells, glyphs.ellipsis());
            line.add(GAP).add(column.pad(text, cells), style(column, row));
        });
        return line.line().stripTrailing();
    }

    private String cell(TreeColumn column, TreeRow row) {
        return column == TreeColumn.SHARE
                ? Bar.of(TreeColumn.total(row), whole.total(), TreeColumn.SHARE.cells(), glyphs)
                : column.cell(row);
    }

    private Style style(TreeColumn column, TreeRow row) {
        return switch (column) {
            case DIFFERENCE, CHANGE -> labels.style(row.change());
            case MARK ->
                row instanceof TreeRow.Node node && !node.findings().isEmpty()
                        ? Mark.of(Mark.distinct(node.findings()).get(0)).style()
                        : Style.PLAIN;
            case SHARE, KIND, TOTAL, USED -> Style.DIM;
        };
    }

    /** The columns that have something in them, with their widths. */
    private static Map<TreeColumn, Integer> needed(List<TreeRow> window) {
        Map<TreeColumn, Integer> columns = new EnumMap<>(TreeColumn.class);
        for (TreeColumn column : TreeColumn.values()) {
            int cells = 0;
            for (TreeRow row : window) {
                cells = Math.max(cells, CellWidth.of(column.cell(row)));
            }
            if (cells > 0) {
                columns.put(column, Math.max(cells, column.heading().length()));
            }
        }
        return columns;
    }

    private static Set<TreeColumn> ofAnyWindow(TreeSubject subject) {
        Set<TreeColumn> columns = EnumSet.allOf(TreeColumn.class);
        if (subject.diff().isEmpty()) {
            columns.removeAll(EnumSet.of(TreeColumn.DIFFERENCE, TreeColumn.CHANGE));
        }
        if (subject.findings().isEmpty()) {
            columns.remove(TreeColumn.MARK);
        }
        return columns;
    }

    private static void fit(Map<TreeColumn, Integer> columns, List<TreeColumn> dispensable, int names, int width) {
        for (TreeColumn column : dispensable) {
            if (width - width(columns) >= names) {
                return;
            }
            columns.remove(column);
        }
    }

    private static int width(Map<TreeColumn, Integer> columns) {
        return columns.values().stream().mapToInt(cells -> GAP.length() + cells).sum();
    }
}
