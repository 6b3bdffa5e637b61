package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.LineWrap;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.TreePlace;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.run.Moment;
import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The details of the row under the cursor. Scrolls. */
final class DetailPane {
    private static final int INDENT = 4;
    /** From this width on, continued lines are indented to the text after the label. */
    private static final int PLENTY_OF_COLUMNS = 50;

    /** Below the last line of any text; only as far down as there are lines is shown. */
    private static final int FAR_BELOW = Integer.MAX_VALUE / 2;

    private static final int HISTORY = 40;
    /** Beside the curve of a history stands its label. */
    private static final int LABEL_CELLS = 14;

    private final Glyphs glyphs;
    private final TreePane tree;
    private final MomentCursor moments;
    private Optional<TreePlace> place = Optional.empty();
    private int top;
    private int height = 1;
    private List<Moment> historyOf = List.of();
    private int historyCount;
    private Optional<NodeKey> historyKey = Optional.empty();
    private List<OptionalLong> history = List.of();

    DetailPane(Glyphs glyphs, TreePane tree, MomentCursor moments) {
        this.glyphs = glyphs;
        this.tree = tree;
        this.moments = moments;
    }

    /** So many lines are seen at once. */
    void resize(int rows) {
        height = Math.max(1, rows);
    }

    /** Moves the lines, if the action is a motion; whether it is one. */
    boolean scroll(ViewAction action) {
        follow();
        OptionalInt moved = action.moved(top, height, FAR_BELOW);
        moved.ifPresent(line -> top = line);
        return moved.isPresent();
    }

    /** As many lines as there is room for, none wider; begins anew for each row. */
    List<StyledLine> lines(int columns) {
        follow();
        int indent = columns < PLENTY_OF_COLUMNS ? INDENT : LABEL_CELLS;
        List<StyledLine> all = new ArrayList<>();
        tree.rows()
                .ifPresent(
                        rows -> text(rows, columns).forEach(line -> all.addAll(LineWrap.wrap(line, columns, indent))));
        top = Math.max(0, Math.min(top, all.size() - height));
        return all.subList(top, Math.min(all.size(), top + height));
    }

    /** Begins anew where the cursor has gone to another row. */
    private void follow() {
        Optional<TreePlace> now = tree.rows().map(rows -> rows.placeOf(tree.cursor()));
        if (!place.equals(now)) {
            place = now;
            top = 0;
        }
    }

    /** Everything, of any width. */
    private List<StyledLine> text(TreeRows rows, int columns) {
        DetailText text = new DetailText(glyphs, tree.shown().orElseThrow());
        List<OptionalLong> used =
                place.flatMap(TreePlace::node).map(key -> history(key, columns)).orElse(List.of());
        text.add(tree.row().orElseThrow(), rows.pathOf(tree.cursor()), used);
        return text.lines();
    }

    private List<OptionalLong> history(NodeKey key, int columns) {
        List<Moment> all = moments.timeline().moments();
        int count = Math.max(1, Math.min(HISTORY, columns - LABEL_CELLS));
        if (all != historyOf || count != historyCount || !historyKey.equals(Optional.of(key))) {
            historyOf = all;
            historyCount = count;
            historyKey = Optional.of(key);
            history = NodeHistory.of(key, all, count);
        }
        return history;
    }
}
