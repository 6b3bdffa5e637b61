package dev.memcheck.render.tree;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Draws the rows of a tree as lines for the prompt: at most a screenful, no line wider than the screen. */
public final class InlineTree {
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
        TreeTable table = TreeTable.around(rows, window, glyphs, width);
        List<StyledLine> lines = new ArrayList<>();
        lines.add(table.heading());
        lines.addAll(table.lines(window));
        if (!fits) {
            lines.add(rest(rows, window).clip(width, glyphs.ellipsis()));
        }
        return lines;
    }

    private StyledLine rest(TreeRows rows, List<TreeRow> window) {
        long shown = window.stream().filter(row -> row instanceof TreeRow.Blame).count();
        long hidden = rows.subject().findings().size() - shown;
        String findings = hidden == 0 ? "" : ", " + AmountWords.counted(hidden, "finding") + " not shown";
        int more = rows.size() - window.size();
        String text = "  " + glyphs.ellipsis() + " " + AmountWords.counted(more, "more row") + findings + ": \\tree";
        return StyledLine.of(text, hidden == 0 ? Style.DIM : Style.WARNING);
    }
}
