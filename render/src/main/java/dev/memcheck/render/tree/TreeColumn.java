package dev.memcheck.render.tree;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.diff.Change;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.words.Mark;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A column to the right of the tree. In the order of the constants from left to right. */
enum TreeColumn {
    KIND("kind", false, 10),
    /** Of the bytes of the whole tree; drawn on the full screen only. */
    SHARE("share", false, 13),
    TOTAL("total", true, 11),
    USED("used", true, 11),
    DIFFERENCE("difference", true, 12),
    CHANGE("change", false, 8),
    MARK("finding", false, 16);

    /** The columns to leave out where lines are too narrow, first one first. */
    static final List<TreeColumn> DISPENSABLE = List.of(KIND, TOTAL, CHANGE, USED, MARK);

    /** The same on the full screen, where the sign at the left of a row stands for its change. */
    static final List<TreeColumn> DISPENSABLE_ON_FULL_SCREEN =
            List.of(CHANGE, KIND, SHARE, TOTAL, USED, MARK, DIFFERENCE);

    private final String heading;
    private final boolean rightAligned;
    private final int cells;

    TreeColumn(String heading, boolean rightAligned, int cells) {
        this.heading = heading;
        this.rightAligned = rightAligned;
        this.cells = cells;
    }

    /** Cells that are enough for anything in this column but for several marks at once. */
    int cells() {
        return cells;
    }

    /** Bytes of the blocks of what a row stands for, with all below it. */
    static long total(TreeRow row) {
        if (row instanceof TreeRow.Node node) {
            return node.whole().total();
        }
        return row instanceof TreeRow.Group group ? group.whole().total() : 0;
    }

    String heading() {
        return heading;
    }

    String pad(String text, int cells) {
        return rightAligned ? CellWidth.padLeft(text, cells) : CellWidth.padRight(text, cells);
    }

    /** What stands in this column of a row; may be empty. */
    String cell(TreeRow row) {
        if (row instanceof TreeRow.Node node) {
            return cell(node);
        }
        if (row instanceof TreeRow.Group group) {
            return cell(group);
        }
        return "";
    }

    private String cell(TreeRow.Node row) {
        boolean gone = row.node().after().isEmpty();
        return switch (this) {
            case SHARE -> "";
            case KIND -> row.node().node().kind().label();
            case TOTAL -> gone ? "" : AmountWords.bytes(row.own().total());
            case USED -> gone ? "" : AmountWords.bytes(row.own().used());
            case DIFFERENCE -> AmountWords.difference(row.own().difference());
            case CHANGE -> word(row.change());
            case MARK -> signs(row.findings());
        };
    }

    private String cell(TreeRow.Group row) {
        boolean gone = row.change() == Change.GONE;
        return switch (this) {
            case TOTAL -> gone ? "" : AmountWords.bytes(row.whole().total());
            case USED -> gone ? "" : AmountWords.bytes(row.whole().used());
            case DIFFERENCE -> AmountWords.difference(row.whole().difference());
            case CHANGE -> word(row.change());
            case SHARE, KIND, MARK -> "";
        };
    }

    private static String signs(List<Finding> findings) {
        return Mark.distinct(findings).stream().map(Mark::sign).collect(Collectors.joining(" "));
    }

    private static String word(Change change) {
        return change == Change.UNCHANGED ? "" : change.name().toLowerCase(Locale.ROOT);
    }
}
