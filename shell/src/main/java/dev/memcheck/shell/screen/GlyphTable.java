package dev.memcheck.shell.screen;

import com.googlecode.lanterna.TerminalTextUtils;
import dev.memcheck.render.text.CellWidth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands between the terminal's idea of a character's width and Lanterna's, which takes every character beyond the first
 * plane to be wide and many emoji to be narrow. What is not plainly one character in one cell is drawn under a private-use
 * character in its place, and becomes itself again when it is written.
 */
final class GlyphTable {
    /** Stands in the second cell of a wide character, and writes nothing. */
    static final char SECOND_CELL = '\uE000';

    private static final char FIRST = '\uE001';
    private static final char LAST = '\uF8FF';

    private final Map<String, Character> places = new HashMap<>();
    private final List<String> glyphs = new ArrayList<>();

    /** Whether there is no room for another screenful. */
    boolean isFull(int cells) {
        return glyphs.size() + cells > LAST - FIRST;
    }

    /** Forgets all glyphs; what is drawn under them must be drawn anew. */
    void clear() {
        places.clear();
        glyphs.clear();
    }

    /** The one character to draw a glyph under. */
    char draw(String glyph) {
        char first = glyph.charAt(0);
        if (glyph.length() == 1 && isPlain(first)) {
            return first;
        }
        return places.computeIfAbsent(glyph, unknown -> {
            glyphs.add(glyph);
            return (char) (FIRST + glyphs.size() - 1);
        });
    }

    /** Whether this stands for something else. */
    static boolean isPlace(char drawn) {
        return drawn >= SECOND_CELL && drawn <= LAST;
    }

    /** What to write for it. */
    String write(char drawn) {
        return drawn == SECOND_CELL ? "" : glyphs.get(drawn - FIRST);
    }

    private static boolean isPlain(char character) {
        return !isPlace(character)
                && !Character.isSurrogate(character)
                && CellWidth.of(character) == 1
                && !TerminalTextUtils.isCharDoubleWidth(character);
    }
}
