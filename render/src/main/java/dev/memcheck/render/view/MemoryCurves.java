package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.Moment;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Memory over the last statements: of the whole backend, at its peaks, and of one context. */
final class MemoryCurves {
    /** Statements shown at most. */
    static final int STATEMENTS = 40;

    private static final int KIND_CELLS = 9;
    /** So many contexts are added up for one picture. */
    private static final int LOOKS = 400_000;

    private final Glyphs glyphs;
    /** By statement: the sum of a large tree takes time. */
    private final Map<Integer, Sums> sums = new HashMap<>();

    /** Bytes of all blocks when a statement was over, and when the tree was largest inside it, if that was more. */
    private record Sums(long after, OptionalLong peak) {}

    MemoryCurves(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /**
     * One line for each curve; none for fewer than two statements.
     *
     * @param moments oldest first
     * @param context used bytes of one context after each of the last of them; empty if none is concerned
     */
    List<StyledLine> lines(List<Moment> moments, List<OptionalLong> context) {
        List<OptionalLong> after = new ArrayList<>();
        List<OptionalLong> peaks = new ArrayList<>();
        int looks = LOOKS;
        for (int at = moments.size() - 1; at >= Math.max(0, moments.size() - STATEMENTS) && looks > 0; at--) {
            Moment moment = moments.get(at);
            if (!sums.containsKey(moment.statement())) {
                looks -= moment.snapshot().nodes().size();
                sums.put(moment.statement(), sums(moment));
            }
            Sums of = sums.get(moment.statement());
            after.add(OptionalLong.of(of.after()));
            peaks.add(of.peak());
        }
        List<StyledLine> lines = new ArrayList<>();
        if (after.size() > 1) {
            Collections.reverse(after);
            Collections.reverse(peaks);
            lines.add(StyledLine.builder()
                    .add("MEMORY", Style.DIM)
                    .padTo(FindingCard.LABEL_CELLS)
                    .add("after each of the last " + AmountWords.counted(after.size(), "statement"))
                    .line());
            add(lines, "backend", after);
            add(lines, "peaks", peaks);
            add(lines, "context", context);
        }
        return lines;
    }

    private void add(List<StyledLine> lines, String kind, List<OptionalLong> values) {
        List<Long> known = values.stream()
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        if (!known.isEmpty()) {
            long low = Collections.min(known);
            long high = Collections.max(known);
            String range = AmountWords.bytes(low) + (low == high ? "" : " to " + AmountWords.bytes(high));
            lines.add(StyledLine.builder()
                    .padTo(FindingCard.LABEL_CELLS)
                    .add(CellWidth.padRight(kind, KIND_CELLS), Style.DIM)
                    .add(Sparkline.of(values, glyphs), Style.GREW)
                    .add("  " + range)
                    .line());
        }
    }

    private static Sums sums(Moment moment) {
        OptionalLong peak =
                moment.peak().map(largest -> OptionalLong.of(total(largest))).orElse(OptionalLong.empty());
        return new Sums(total(moment.snapshot()), peak);
    }

    private static long total(Snapshot snapshot) {
        return snapshot.nodes().stream().mapToLong(ContextNode::totalBytes).sum();
    }
}
