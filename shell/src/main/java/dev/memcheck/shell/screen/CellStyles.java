package dev.memcheck.shell.screen;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.Theme;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** How the meanings of a theme look in the cells of a terminal that has so many colors. */
final class CellStyles {
    private static final TextColor.ANSI[] COLORS = {
        TextColor.ANSI.BLACK,
        TextColor.ANSI.RED,
        TextColor.ANSI.GREEN,
        TextColor.ANSI.YELLOW,
        TextColor.ANSI.BLUE,
        TextColor.ANSI.MAGENTA,
        TextColor.ANSI.CYAN,
        TextColor.ANSI.WHITE
    };
    private static final int FIRST_COLOR = 30;

    private final Map<Style, TextCharacter> blanks = new EnumMap<>(Style.class);

    /** @param colors how many the terminal has; with fewer than eight the attributes alone say what they can */
    CellStyles(Theme theme, int colors) {
        for (Style style : Style.values()) {
            TextColor color = TextColor.ANSI.DEFAULT;
            EnumSet<SGR> attributes = EnumSet.noneOf(SGR.class);
            for (String word : theme.sgr(style).split(";")) {
                int code = word.isEmpty() ? 0 : Integer.parseInt(word);
                if (code >= FIRST_COLOR && code < FIRST_COLOR + COLORS.length) {
                    color = colors >= COLORS.length ? COLORS[code - FIRST_COLOR] : color;
                } else if (code != 0) {
                    attributes.add(attribute(code));
                }
            }
            blanks.put(
                    style,
                    TextCharacter.fromCharacter(' ', color, TextColor.ANSI.DEFAULT, attributes.toArray(SGR[]::new))[0]);
        }
    }

    /** A blank cell of this meaning. */
    TextCharacter blank(Style style) {
        return blanks.get(style);
    }

    private static SGR attribute(int code) {
        switch (code) {
            case 1:
                return SGR.BOLD;
            case 2:
                return DrawingTerminal.FAINT;
            case 4:
                return SGR.UNDERLINE;
            case 7:
                return SGR.REVERSE;
            case 9:
                return SGR.CROSSED_OUT;
            default:
                throw new IllegalArgumentException("no cell has the attribute " + code);
        }
    }
}
