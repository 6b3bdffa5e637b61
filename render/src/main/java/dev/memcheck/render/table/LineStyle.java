package dev.memcheck.render.table;

/**
 * The signs that a table for people is drawn with.
 *
 * @param top above all
 * @param middle below the headings
 * @param bottom below all
 * @param data beside and between the cells of a line
 * @param atNewline between cells, where the right one goes on behind a line feed
 * @param atWrap the same where its line was too long
 * @param atEnd the same where it has no more lines
 * @param headingLeft before a heading's second line and those after it
 * @param headingRight behind a heading's line that is not its last
 * @param newlineLeft before what goes on behind a line feed
 * @param newlineRight behind what goes on
 * @param wrapLeft before the rest of a line that was too long
 * @param wrapRight behind a line that was cut
 * @param marksRight whether something goes on is shown on the right
 */
record LineStyle(
        Rule top,
        Rule middle,
        Rule bottom,
        Rule data,
        String atNewline,
        String atWrap,
        String atEnd,
        String headingLeft,
        String headingRight,
        String newlineLeft,
        String newlineRight,
        String wrapLeft,
        String wrapRight,
        boolean marksRight) {
    private static final Rule PLAIN_RULE = new Rule("-", "+", "+", "+");
    private static final Rule PLAIN_DATA = new Rule("", "|", "|", "|");
    private static final String PLAIN_DIVIDER = "|";
    private static final String BLANK = " ";

    private static final LineStyle ASCII = new LineStyle(
            PLAIN_RULE,
            PLAIN_RULE,
            PLAIN_RULE,
            PLAIN_DATA,
            PLAIN_DIVIDER,
            PLAIN_DIVIDER,
            PLAIN_DIVIDER,
            BLANK,
            "+",
            BLANK,
            "+",
            ".",
            ".",
            true);

    private static final LineStyle OLD_ASCII = new LineStyle(
            PLAIN_RULE,
            PLAIN_RULE,
            PLAIN_RULE,
            PLAIN_DATA,
            ":",
            ";",
            BLANK,
            "+",
            BLANK,
            BLANK,
            BLANK,
            BLANK,
            BLANK,
            false);

    /** One horizontal line. */
    record Rule(String across, String left, String between, String right) {}

    /** The one that is asked for. */
    static LineStyle of(TableLook look) {
        return switch (look.lines()) {
            case ASCII -> ASCII;
            case OLD_ASCII -> OLD_ASCII;
            case UNICODE -> unicode(look.doubled());
        };
    }

    private static LineStyle unicode(TableLook.Doubled doubled) {
        boolean border = doubled.border();
        String across = border ? "\u2550" : "\u2500";
        String beside = border ? "\u2551" : "\u2502";
        String between = doubled.column() ? "\u2551" : "\u2502";
        return new LineStyle(
                new Rule(
                        across,
                        border ? "\u2554" : "\u250c",
                        joint(doubled.column(), border, "\u252c\u2564\u2565\u2566"),
                        border ? "\u2557" : "\u2510"),
                new Rule(
                        doubled.header() ? "\u2550" : "\u2500",
                        joint(doubled.header(), border, "\u251c\u255f\u255e\u2560"),
                        joint(doubled.column(), doubled.header(), "\u253c\u256a\u256b\u256c"),
                        joint(doubled.header(), border, "\u2524\u2562\u2561\u2563")),
                new Rule(
                        across,
                        border ? "\u255a" : "\u2514",
                        joint(doubled.column(), border, "\u2534\u2567\u2568\u2569"),
                        border ? "\u255d" : "\u2518"),
                new Rule("", beside, between, beside),
                between,
                between,
                between,
                BLANK,
                "\u21b5",
                BLANK,
                "\u21b5",
                "\u2026",
                "\u2026",
                true);
    }

    /** @param glyphs for neither double, the second, the first, both */
    private static String joint(boolean first, boolean second, String glyphs) {
        return String.valueOf(glyphs.charAt((first ? 2 : 0) + (second ? 1 : 0)));
    }
}
