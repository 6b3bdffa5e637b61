package dev.memcheck.render.text;

import java.util.Locale;

/** A share as a bar, exact to a part of a cell where there are signs for that, with its percentage. */
public final class Bar {
    private static final int PERCENT_CELLS = 4;

    private Bar() {}

    /**
     * @param part at most {@code whole}; none below 0
     * @param cells of bar and percentage together
     */
    public static String of(long part, long whole, int cells, Glyphs glyphs) {
        double share = whole <= 0 ? 0 : Math.max(0, Math.min(1, part / (double) whole));
        int length = Math.max(0, cells - PERCENT_CELLS - 1);
        int steps = glyphs.bars().length();
        int filled = (int) Math.round(share * length * steps);
        StringBuilder bar = new StringBuilder();
        bar.append(glyphs.bars().substring(steps - 1).repeat(filled / steps));
        if (filled % steps > 0) {
            bar.append(glyphs.bars().charAt(filled % steps - 1));
        }
        String percent = String.format(Locale.ROOT, "%3.0f%%", 100 * share);
        return percent + " " + CellWidth.padRight(bar.toString(), length);
    }
}
