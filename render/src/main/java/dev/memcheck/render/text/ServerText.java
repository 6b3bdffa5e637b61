package dev.memcheck.render.text;

import java.util.List;

/**
 * Makes text from the server harmless. Idents hold query text and messages hold data, and either may hold sequences that
 * would move the cursor, change colors, rename the window, or turn the direction of what follows. They are shown in
 * psql's notation: {@code \x1B}, <code>&#92;u202E</code>.
 */
public final class ServerText {
    private ServerText() {}

    /** The text in one line: line ends and tabs become a blank, other control characters visible. */
    public static String clean(String text) {
        int from = firstUnclean(text, false);
        return from == text.length() ? text : cleaned(text, from, false);
    }

    /** Whether the text is harmless as it is, in one line. */
    static boolean isClean(String text) {
        return firstUnclean(text, false) == text.length();
    }

    /** Whether {@link #cleanBetweenTabs} leaves the text as it is. */
    public static boolean isCleanBetweenTabs(String line) {
        return firstUnclean(line, true) == line.length();
    }

    /** The same as {@link #clean}, with tabs kept, for text whose tabs separate fields. */
    public static String cleanBetweenTabs(String line) {
        int from = firstUnclean(line, true);
        return from == line.length() ? line : cleaned(line, from, true);
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

    /** Where the first character is that is shown in another form; the length of the text if there is none. */
    private static int firstUnclean(String text, boolean keepsTabs) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!isSuspect(c) || keepsTabs && c == '\t') {
                continue;
            }
            if (!Character.isSupplementaryCodePoint(text.codePointAt(at))) {
                return at;
            }
            at++;
        }
        return text.length();
    }

    private static String cleaned(String text, int from, boolean keepsTabs) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int at = from; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (codePoint == '\r' && at < text.length() && text.charAt(at) == '\n') {
                continue;
            }
            if (codePoint == '\t' && keepsTabs) {
                out.append('\t');
            } else if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
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
