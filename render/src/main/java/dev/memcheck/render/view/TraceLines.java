package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.TracedPlace;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A trace while it goes on, as lines to be drawn over themselves: memory of the process as curves, and who grows, the largest first,
 * with a curve for each.
 */
public final class TraceLines {
    private static final int CURVE = 16;
    /** With fewer, the places need them. */
    private static final int LINES_WITH_CURVES = 12;

    private static final String ROW = "%10s %8s %12s  ";

    private final int pid;
    private final Duration whole;
    private final Glyphs glyphs;
    private final RecentLooks looks = new RecentLooks();
    private final MemoryCurves memory;
    private Map<List<Object>, List<OptionalLong>> curves = new HashMap<>();

    /** @param whole how long it is to take */
    public TraceLines(int pid, Duration whole, Glyphs glyphs) {
        this.pid = pid;
        this.whole = whole;
        this.glyphs = glyphs;
        memory = new MemoryCurves(glyphs);
    }

    /**
     * The lines at one look; they may be wider than the terminal.
     *
     * @param most how many lines there is room for
     */
    public List<StyledLine> at(TraceLook look, int most) {
        Map<List<Object>, List<OptionalLong>> now = new HashMap<>();
        List<StyledLine> lines = new ArrayList<>();
        long confirmed = look.places().stream().filter(TracedPlace::confirmed).count();
        lines.add(StyledLine.of(
                String.format(
                        Locale.ROOT,
                        "process %d, %.1f of %.0f s: %s grew, %d confirmed",
                        pid,
                        look.elapsed().toMillis() / 1000.0,
                        whole.toMillis() / 1000.0,
                        AmountWords.counted(look.places().size(), "place"),
                        confirmed),
                Style.HEADING));
        if (look.places().stream().anyMatch(place -> place.error().isPresent())) {
            lines.add(StyledLine.of("all figures of places are estimates, from some of the chunks", Style.DIM));
        }
        look.tree().ifPresent(looks::add);
        if (most >= LINES_WITH_CURVES) {
            lines.addAll(memory.lines(looks.figures()));
        }
        lines.add(StyledLine.of(
                String.format(ROW, "alive", "pieces", "per second") + " ".repeat(CURVE + 2) + "who, where", Style.DIM));
        for (TracedPlace place : look.places()) {
            now.put(place.identity(), curve(place));
            if (lines.size() < most) {
                lines.add(line(place, now.get(place.identity())));
            }
        }
        curves = now;
        return lines;
    }

    /** The latest values; what it holds is what it has gained, so it began with nothing. */
    private List<OptionalLong> curve(TracedPlace place) {
        List<OptionalLong> curve = new ArrayList<>(curves.getOrDefault(place.identity(), List.of(OptionalLong.of(0))));
        curve.add(OptionalLong.of(place.bytes()));
        return curve.subList(Math.max(0, curve.size() - CURVE), curve.size());
    }

    private StyledLine line(TracedPlace place, List<OptionalLong> curve) {
        String where =
                place.contextPath().isEmpty() ? "outside contexts" : String.join(glyphs.into(), place.contextPath());
        String query =
                place.queryId().isPresent() ? ", query " + place.queryId().getAsLong() : "";
        String error = place.error().isPresent()
                ? ", give or take " + AmountWords.bytes(place.error().getAsLong())
                : "";
        String doubt = place.confirmed() ? "" : ", seen " + AmountWords.times(place.sightings());
        return StyledLine.builder()
                .add(String.format(
                        ROW,
                        AmountWords.bytes(place.bytes()),
                        place.pieces(),
                        AmountWords.bytes(Math.round(place.bytesPerSecond()))))
                .add(padded(Sparkline.of(curve, glyphs)) + "  ")
                .add(ServerText.clean(place.owner()), place.confirmed() ? Style.ERROR : Style.PLAIN)
                .add(", " + ServerText.clean(where) + query + error + doubt, Style.DIM)
                .line();
    }

    private static String padded(String curve) {
        return curve + " ".repeat(CURVE - curve.codePointCount(0, curve.length()));
    }
}
