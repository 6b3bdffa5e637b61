package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.LineWrap;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.render.words.SourceText;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The details of the finding that is looked at, or of the row under the tree's cursor. Scrolls. */
final class DetailPane {
    private static final int INDENT = 4;
    /** From this width on, continued lines are indented to the text after the label. */
    private static final int PLENTY_OF_COLUMNS = 50;

    /** Below the last line of any text; only as far down as there are lines is shown. */
    private static final int FAR_BELOW = Integer.MAX_VALUE / 2;

    /** Beside the curve of a history stands its label. */
    private static final int LABEL_CELLS = 14;

    private final ViewHost host;
    private final Glyphs glyphs;
    private final TreePane tree;
    private final FindingsPane findings;
    private final MomentCursor moments;
    private final MemoryCurves curves;
    private boolean ofFinding;
    private boolean full;
    private Optional<?> subject = Optional.empty();
    private List<StyledLine> source = List.of();
    private int top;
    private int height = 1;
    private List<Moment> historyOf = List.of();
    private int historyCount;
    private Optional<NodeKey> historyKey = Optional.empty();
    private List<OptionalLong> history = List.of();

    DetailPane(ViewHost host, Glyphs glyphs, TreePane tree, FindingsPane findings, MomentCursor moments) {
        this.host = host;
        this.glyphs = glyphs;
        this.tree = tree;
        this.findings = findings;
        this.moments = moments;
        curves = new MemoryCurves(glyphs);
    }

    /** So many lines are seen at once. */
    void resize(int rows) {
        height = Math.max(1, rows);
    }

    /** Whether the finding that is looked at is told of, and not the row under the tree's cursor. */
    void show(boolean finding) {
        ofFinding = finding;
    }

    /** Tells a finding with all frames and all that is known of it, or in short again. */
    void toggleFull() {
        full = !full;
        top = 0;
    }

    /** Moves the lines, if the action is a motion; whether it is one. */
    boolean scroll(ViewAction action) {
        follow();
        OptionalInt moved = action.moved(top, height, FAR_BELOW);
        moved.ifPresent(line -> top = line);
        return moved.isPresent();
    }

    /** As many lines as there is room for, none wider; begins anew for each subject. */
    List<StyledLine> lines(int columns) {
        follow();
        int label = ofFinding && !full ? FindingCard.LABEL_CELLS : LABEL_CELLS;
        int indent = label == LABEL_CELLS && columns < PLENTY_OF_COLUMNS ? INDENT : label;
        List<StyledLine> all = new ArrayList<>();
        for (StyledLine line : text(columns)) {
            // A line of code that is broken is hard to read.
            boolean code = source.contains(line) && !line.text().startsWith(SourceText.CHANGED);
            all.addAll(code ? List.of(line.clip(columns, glyphs.ellipsis())) : LineWrap.wrap(line, columns, indent));
        }
        top = Math.max(0, Math.min(top, all.size() - height));
        return all.subList(top, Math.min(all.size(), top + height));
    }

    /** Begins anew where another subject is looked at. */
    private void follow() {
        Optional<?> now = ofFinding
                ? findings.selected().map(NumberedFinding::number)
                : tree.rows().map(rows -> rows.placeOf(tree.cursor()));
        if (!subject.equals(now)) {
            subject = now;
            top = 0;
        }
    }

    /** Everything, of any width. */
    private List<StyledLine> text(int columns) {
        return ofFinding
                ? findings.selected().map(chosen -> text(chosen, columns)).orElse(List.of())
                : tree.rows().map(rows -> text(rows, columns)).orElse(List.of());
    }

    private List<StyledLine> text(NumberedFinding chosen, int columns) {
        source = host.source(chosen.finding());
        List<StyledLine> lines = new ArrayList<>(
                full
                        ? new FindingStory(glyphs).lines(chosen.number(), host.told(chosen.finding()), source)
                        : new FindingCard(glyphs).lines(chosen, source));
        List<OptionalLong> used =
                chosen.finding().node().map(key -> history(key, columns)).orElse(List.of());
        lines.addAll(curves.lines(moments.timeline().moments(), used));
        lines.add(StyledLine.of("finding " + chosen.number() + ": \\why " + chosen.number(), Style.DIM));
        return lines;
    }

    private List<StyledLine> text(TreeRows rows, int columns) {
        DetailText text = new DetailText(glyphs, tree.shown().orElseThrow(), host::contents);
        List<OptionalLong> used = rows.placeOf(tree.cursor())
                .node()
                .map(key -> history(key, columns))
                .orElse(List.of());
        text.add(tree.row().orElseThrow(), rows.pathOf(tree.cursor()), used);
        List<StyledLine> lines = new ArrayList<>(text.lines());
        List<MemoryFigures> looks = moments.looks();
        List<StyledLine> backend =
                looks.isEmpty() ? curves.lines(moments.timeline().moments(), List.of()) : curves.lines(looks);
        if (!backend.isEmpty()) {
            lines.add(StyledLine.plain(""));
            lines.addAll(backend);
        }
        return lines;
    }

    private List<OptionalLong> history(NodeKey key, int columns) {
        List<Moment> all = moments.timeline().moments();
        int count = Math.max(1, Math.min(MemoryCurves.MOMENTS, columns - LABEL_CELLS));
        if (all != historyOf || count != historyCount || !historyKey.equals(Optional.of(key))) {
            historyOf = all;
            historyCount = count;
            historyKey = Optional.of(key);
            history = NodeHistory.of(key, all, count);
        }
        return history;
    }
}
