package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** Memory over the last statements, or the last looks: of the whole backend, at its peaks, outside the contexts, and of one context. */
final class MemoryCurves {
    /** Statements or looks shown at most. */
    static final int MOMENTS = 40;

    private static final int KIND_CELLS = 9;
    /** So many contexts are added up for one picture. */
    private static final int LOOKS = 400_000;

    private final Glyphs glyphs;
    /** By statement: the sum of a large tree takes time. */
    private final Map<Integer, MemoryFigures> known = new HashMap<>();

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
        List<MemoryFigures> figures = new ArrayList<>();
        int looks = LOOKS;
        for (int at = moments.size() - 1; at >= Math.max(0, moments.size() - MOMENTS) && looks > 0; at--) {
            Moment moment = moments.get(at);
            if (!known.containsKey(moment.statement())) {
                looks -= moment.snapshot().nodes().size();
                known.put(moment.statement(), MemoryFigures.of(moment));
            }
            figures.add(known.get(moment.statement()));
        }
        Collections.reverse(figures);
        return lines("after each of the last " + AmountWords.counted(figures.size(), "statement"), figures, context);
    }

    /** The same of looks while the backend works; none for fewer than two. */
    List<StyledLine> lines(List<MemoryFigures> looks) {
        return lines("at the last " + AmountWords.counted(looks.size(), "look"), looks, List.of());
    }

    private List<StyledLine> lines(String when, List<MemoryFigures> figures, List<OptionalLong> context) {
        List<StyledLine> lines = new ArrayList<>();
        if (figures.size() > 1) {
            lines.add(StyledLine.builder()
                    .add("MEMORY", Style.DIM)
                    .padTo(FindingCard.LABEL_CELLS)
                    .add(when)
                    .line());
            add(lines, "used", of(figures, figure -> OptionalLong.of(figure.used())));
            add(
                    lines,
                    "contexts",
                    of(figures, figure -> OptionalLong.of(figure.totals().contexts())));
            add(lines, "peak", of(figures, MemoryFigures::peak));
            add(lines, "malloc", of(figures, figure -> figure.totals().malloc()));
            add(lines, "RssAnon", of(figures, figure -> figure.totals().rssAnon()));
            add(lines, "this one", context);
        }
        return lines;
    }

    private static List<OptionalLong> of(List<MemoryFigures> figures, Function<MemoryFigures, OptionalLong> which) {
        return figures.stream().map(which).toList();
    }

    private void add(List<StyledLine> lines, String kind, List<OptionalLong> values) {
        List<Long> told = values.stream()
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        if (!told.isEmpty()) {
            long low = Collections.min(told);
            long high = Collections.max(told);
            String range = AmountWords.bytes(low) + (low == high ? "" : " to " + AmountWords.bytes(high));
            lines.add(StyledLine.builder()
                    .padTo(FindingCard.LABEL_CELLS)
                    .add(CellWidth.padRight(kind, KIND_CELLS), Style.DIM)
                    .add(Sparkline.of(values, glyphs), Style.GREW)
                    .add("  " + range)
                    .line());
        }
    }
}
