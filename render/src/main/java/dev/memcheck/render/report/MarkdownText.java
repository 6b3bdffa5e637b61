package dev.memcheck.render.report;

import dev.memcheck.render.text.ServerText;

/** Text that Markdown shows as it is, in a paragraph, in a table, and between tags alike. */
final class MarkdownText {
    /** What HTML, Markdown or a code host could read a meaning into in the middle of a line. */
    private static final String ACTIVE = "&<>\\`*_[]#!|~@$";

    private MarkdownText() {}

    /** In one line; every character with a meaning as a reference, which Markdown never takes for markup. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        ServerText.clean(text).codePoints().forEach(character -> {
            if (ACTIVE.indexOf(character) >= 0) {
                out.append("&#").append(character).append(';');
            } else {
                out.appendCodePoint(character);
            }
        });
        return out.toString();
    }

    /** The same, in the letters of code. */
    static String code(String text) {
        return "<code>" + escape(text) + "</code>";
    }
}
