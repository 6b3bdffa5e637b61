package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;

/** A line between what stands above and below. */
final class Rule {
    private Rule() {}

    static StyledLine titled(String title, int columns, Glyphs glyphs) {
        StyledLine.Builder line = StyledLine.builder();
        line.add(glyphs.across().repeat(2) + " ", Style.DIM);
        line.add(title, Style.HEADING);
        line.add(" ");
        line.add(glyphs.across().repeat(Math.max(0, columns - line.width())), Style.DIM);
        return line.line().clip(columns, glyphs.ellipsis());
    }
}
