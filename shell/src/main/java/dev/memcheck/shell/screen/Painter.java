package dev.memcheck.shell.screen;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.screen.TerminalScreen;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.StyledText;
import dev.memcheck.render.view.Picture;
import java.io.IOException;
import java.util.Optional;

/** Paints pictures on a screen, and of each picture only what differs from the one before. */
final class Painter {
    private final TerminalScreen screen;
    private final CellStyles styles;
    private final GlyphTable glyphs;
    private Optional<Picture> painted = Optional.empty();

    Painter(TerminalScreen screen, CellStyles styles, GlyphTable glyphs) {
        this.screen = screen;
        this.styles = styles;
        this.glyphs = glyphs;
    }

    /**
     * Paints a picture.
     *
     * @param complete whether to trust nothing of what the terminal shows
     */
    void paint(Picture picture, boolean complete) throws IOException {
        if (!complete && painted.filter(picture::equals).isPresent()) {
            return;
        }
        screen.doResizeIfNecessary();
        TerminalSize size = screen.getTerminalSize();
        boolean anew = complete;
        if (glyphs.isFull(size.getColumns() * size.getRows())) {
            glyphs.clear();
            anew = true;
        }
        for (int row = 0; row < size.getRows(); row++) {
            boolean inside = row < picture.lines().size();
            int highlighted = row == picture.highlighted() ? picture.highlightedCells() : 0;
            paintLine(row, inside ? picture.lines().get(row) : StyledLine.plain(""), highlighted, size.getColumns());
        }
        screen.setCursorPosition(picture.caret()
                .map(caret -> new TerminalPosition(caret.column(), caret.row()))
                .orElse(null));
        screen.refresh(anew ? RefreshType.COMPLETE : RefreshType.DELTA);
        painted = Optional.of(picture);
    }

    private void paintLine(int row, StyledLine line, int highlighted, int columns) {
        int column = 0;
        // One look for the whole of it: colors on reverse are hard to read.
        TextCharacter lit = styles.blank(Style.PLAIN).withModifier(SGR.REVERSE);
        for (StyledText span : line.spans()) {
            TextCharacter styled = styles.blank(span.style());
            String text = span.text();
            for (int at = 0; at < text.length() && column < columns; ) {
                int end = endOfGlyph(text, at);
                int width = CellWidth.of(text.codePointAt(at));
                if (column + width > columns) {
                    break;
                }
                TextCharacter cell = column < highlighted ? lit : styled;
                if (width > 0) {
                    screen.setCharacter(column, row, cell.withCharacter(glyphs.draw(text.substring(at, end))));
                }
                if (width == 2) {
                    screen.setCharacter(column + 1, row, cell.withCharacter(GlyphTable.SECOND_CELL));
                }
                column += width;
                at = end;
            }
        }
        for (; column < columns; column++) {
            screen.setCharacter(column, row, column < highlighted ? lit : styles.blank(Style.PLAIN));
        }
    }

    /** Marks that take no cell of their own belong to the character before them. */
    private static int endOfGlyph(String text, int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && CellWidth.of(text.codePointAt(end)) == 0) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }
}
