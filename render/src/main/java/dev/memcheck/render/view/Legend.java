package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.Mark;

/** What the signs and colors mean. */
final class Legend {
    private Legend() {}

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
