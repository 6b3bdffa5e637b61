package dev.memcheck.shell.screen;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.Theme;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the meanings of a theme look in the cells of a terminal that has so many colors. */
final class CellStyles {
    /** What begins the number of a color, as in {@code 38;5;131}. */
    private static final Pattern COLOR = Pattern.compile("38;5;(\\d+);?");

    /** A terminal with fewer has attributes alone. */
    private static final int FEWEST_COLORS = 8;

    private final Map<Style, TextCharacter> blanks = new EnumMap<>(Style.class);

    /** @param colors how many the terminal has; with fewer than eight the attributes alone say what they can */
    CellStyles(Theme theme, int colors) {
        for (Style style : Style.values()) {
            TextColor color = TextColor.ANSI.DEFAULT;
            EnumSet<SGR> attributes = EnumSet.noneOf(SGR.class);
            String sgr = theme.sgr(style);
            Matcher number = COLOR.matcher(sgr);
            if (number.find() && colors >= FEWEST_COLORS) {
                color = new TextColor.Indexed(Integer.parseInt(number.group(1)));
            }
            for (String word : number.replaceAll("").split(";")) {
                if (!word.isEmpty()) {
                    attributes.add(attribute(Integer.parseInt(word)));
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
