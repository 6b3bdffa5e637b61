package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import java.util.List;
import java.util.OptionalLong;

/** A curve in one line of text. */
final class Sparkline {
    private Sparkline() {}

    /** One cell for each value, lowest to highest; a blank where there is none. */
    static String of(List<OptionalLong> values, Glyphs glyphs) {
        long low = values.stream()
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min()
                .orElse(0);
        long high = values.stream()
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max()
                .orElse(0);
        int highest = glyphs.sparks().length() - 1;
        StringBuilder curve = new StringBuilder();
        for (OptionalLong value : values) {
            if (value.isEmpty()) {
                curve.append(' ');
            } else {
                double height = high == low ? 0 : (value.getAsLong() - low) / (double) (high - low);
                curve.append(glyphs.sparks().charAt((int) Math.round(height * highest)));
            }
        }
        return curve.toString();
    }
}
