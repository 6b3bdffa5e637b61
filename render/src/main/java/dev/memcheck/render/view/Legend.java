package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.Mark;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the signs and colors mean, and how to get help. */
final class Legend {
    private Legend() {}

    /**
     * The meanings at the left, as far as there is room beside the hints.
     *
     * @param hinted what there are hints for
     */
    static StyledLine line(KeyTable keys, Glyphs glyphs, int columns, ViewAction... hinted) {
        String hints = Stream.of(hinted).map(keys::hint).collect(Collectors.joining("  "));
        StyledLine.Builder line = StyledLine.builder();
        line.add(meanings(glyphs).clip(Math.max(0, columns - hints.length() - 2), glyphs.ellipsis()));
        line.padTo(columns - hints.length());
        line.add(hints, Style.DIM);
        return line.line().clip(columns, glyphs.ellipsis());
    }

    /** The signs beside what they mean. */
    static StyledLine meanings(Glyphs glyphs) {
        return StyledLine.builder()
                .add("+ new  ", Style.APPEARED)
                .add(glyphs.grown() + " grown  ", Style.GREW)
                .add(glyphs.shrunk() + " shrunk  ", Style.SHRANK)
                .add("- gone", Style.GONE)
                .add("  ")
                .add("!! finding  ", Mark.LEAKED.style())
                .add("? unconfirmed", Mark.UNCONFIRMED.style())
                .line();
    }

    /** The colors of findings. */
    static StyledLine marks() {
        return StyledLine.builder()
                .add("!! LEAK  ", Mark.LEAKED.style())
                .add("!! WRONG CONTEXT  ", Mark.WRONG_CONTEXT.style())
                .add("!! any other kind  ", Mark.DEFECT.style())
                .add("? unconfirmed: may be a cache", Mark.UNCONFIRMED.style())
                .line();
    }
}
