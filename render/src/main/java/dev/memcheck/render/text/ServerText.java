package dev.memcheck.render.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes text from the server harmless. Idents hold query text and messages hold data, and either may hold sequences that
 * would move the cursor, change colors, rename the window, or turn the direction of what follows. They are shown in
 * psql's notation: {@code \x1B}, <code>&#92;u202E</code>.
 */
public final class ServerText {
    private ServerText() {}

    /** The text in one line: line ends and tabs become a blank, other control characters visible. */
    public static String clean(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (!isSuspect(text.charAt(at))) {
                continue;
            }
            if (!Character.isSupplementaryCodePoint(text.codePointAt(at))) {
                return cleaned(text, at);
            }
            at++;
        }
        return text;
    }

    /** The same, with tabs kept, for text whose tabs separate fields. */
    public static String cleanBetweenTabs(String line) {
        return line.indexOf('\t') < 0
                ? clean(line)
                : Stream.of(line.split("\t", -1)).map(ServerText::clean).collect(Collectors.joining("\t"));
    }

    /** The text line by line, each as {@link #clean} has it. At least one line; a line end at the end begins none. */
    public static List<String> lines(String text) {
        List<String> lines = text.lines().map(ServerText::clean).toList();
        return lines.isEmpty() ? List.of("") : lines;
    }

    /** Appends one character, in visible form if it must not reach a terminal as it is. */
    static void append(StringBuilder out, int codePoint) {
        if (codePoint < 0x20 || codePoint == 0x7F) {
            out.append(String.format("\\x%02X", codePoint));
        } else if (codePoint <= Character.MAX_VALUE && isSuspect((char) codePoint)) {
            out.append(String.format("\\u%04X", codePoint));
        } else {
            out.appendCodePoint(codePoint);
        }
    }

    private static String cleaned(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int at = from; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (codePoint == '\r' && at < text.length() && text.charAt(at) == '\n') {
                continue;
            }
            if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
                out.append(' ');
            } else {
                append(out, codePoint);
            }
        }
        return out.toString();
    }

    /** Controls, line and paragraph separators, direction marks, and halves of characters. */
    private static boolean isSuspect(char c) {
        if (c < 0x20) {
            return true;
        }
        if (c < 0x7F) {
            return false;
        }
        return c <= 0x9F
                || c == '\u061C'
                || c == '\u200E'
                || c == '\u200F'
                || c >= '\u2028' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069'
                || Character.isSurrogate(c);
    }
}
