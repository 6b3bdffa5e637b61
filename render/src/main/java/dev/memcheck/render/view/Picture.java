package dev.memcheck.render.view;

import dev.memcheck.render.text.StyledLine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole screen.
 *
 * @param lines exactly as many as the screen has rows, none wider than the screen; a shorter one ends in blanks
 * @param caret where text is being typed; the terminal's cursor is hidden otherwise
 * @param highlighted the line with the view's own cursor, drawn in reverse over the width of the tree; -1 for none
 * @param highlightedCells how many cells of that line are highlighted, from the left
 */
public record Picture(List<StyledLine> lines, Optional<Caret> caret, int highlighted, int highlightedCells) {
    public Picture {
        lines = List.copyOf(lines);
        Objects.requireNonNull(caret);
    }

    /** A cell of the screen, both from 0. */
    public record Caret(int row, int column) {}
}
