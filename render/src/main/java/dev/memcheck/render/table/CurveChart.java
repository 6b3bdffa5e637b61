package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.scenario.ScenarioCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * A curve of a stress scenario as a picture of characters: bytes upwards, calls to the right. Drawn with eight dots to a
 * cell where the terminal can, else with one sign.
 */
public final class CurveChart {
    private static final int HEIGHT = 8;
    private static final int WIDEST = 72;
    private static final int NARROWEST = 10;

    private final Glyphs glyphs;

    public CurveChart(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /**
     * The picture with its axes, and the title above it. A single point is none, and nothing where there are no words.
     *
     * @param words what was made of it, as the fit; may be empty
     * @param cells how wide it may be
     */
    public List<StyledLine> lines(ScenarioCurve curve, String words, int cells) {
        List<StyledLine> lines = new ArrayList<>();
        boolean pictured = curve.points().size() >= 2;
        if (!pictured && words.isEmpty()) {
            return lines;
        }
        lines.add(StyledLine.builder()
                .add(ServerText.clean(curve.series()), Style.HEADING)
                .add(words.isEmpty() ? "" : ": " + ServerText.clean(words))
                .line());
        if (!pictured) {
            return lines;
        }
        CurveScale scale = CurveScale.of(curve);
        if (scale.isFlat()) {
            lines.add(StyledLine.of(
                    "  " + AmountWords.average(scale.lowest()) + " all along, up to " + scale.last() + " calls",
                    Style.DIM));
            return lines;
        }
        String top = AmountWords.average(scale.highest());
        String bottom = AmountWords.average(scale.lowest());
        int margin = Math.max(top.length(), bottom.length()) + 2;
        int width = Math.max(NARROWEST, Math.min(WIDEST, cells - margin - 2));
        DotCanvas canvas = new DotCanvas(width, HEIGHT, glyphs);
        for (int x = 0; x < canvas.columns(); x++) {
            double share = (double) x / (canvas.columns() - 1);
            canvas.dot(x, (int) Math.round(scale.height(share) * (canvas.rows() - 1)));
        }
        List<String> rows = canvas.lines();
        for (int row = 0; row < HEIGHT; row++) {
            String label = row == 0 ? top : row == HEIGHT - 1 ? bottom : "";
            lines.add(StyledLine.builder()
                    .add(" ".repeat(margin - label.length() - 1) + label + " ", Style.DIM)
                    .add(glyphs.through().strip() + " ", Style.DIM)
                    .add(rows.get(row), Style.GREW)
                    .line());
        }
        lines.add(axis(margin, width));
        lines.add(callsUnderAxis(scale, margin, width));
        return lines;
    }

    private StyledLine axis(int margin, int width) {
        return StyledLine.of(
                " ".repeat(margin)
                        + glyphs.last().substring(0, 1)
                        + glyphs.leaf().repeat(width + 1),
                Style.DIM);
    }

    private static StyledLine callsUnderAxis(CurveScale scale, int margin, int width) {
        String first = String.valueOf(scale.first());
        String last = scale.last() + " calls";
        int gap = Math.max(1, width - first.length() - last.length());
        return StyledLine.of(" ".repeat(margin + 2) + first + " ".repeat(gap) + last, Style.DIM);
    }
}
