package dev.memcheck.render.report;

import dev.memcheck.render.text.ServerText;

/** Text between the tags and in the quoted attributes of HTML. */
final class HtmlText {
    private HtmlText() {}

    /** In one line, without control characters, and nothing in it read as markup. */
    static String escape(String text) {
        String clean = ServerText.clean(text);
        StringBuilder out = new StringBuilder(clean.length() + 16);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** An element with text in it. */
    static String span(String cssClass, String text) {
        return "<span class=\"" + cssClass + "\">" + escape(text) + "</span>";
    }
}
