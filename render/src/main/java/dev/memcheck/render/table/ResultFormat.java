package dev.memcheck.render.table;

/**
 * How results are printed: what psql's {@code \pset} sets, with its defaults.
 *
 * @param border 0 is none, 1 between columns, 2 around all
 * @param nullText what stands for NULL
 * @param fieldSeparator of unaligned output
 * @param csvSeparator one character
 * @param tuplesOnly whether headings and footers are left out
 * @param footer whether the number of rows is printed
 * @param pager when a person's pager shows it
 * @param pagerMinLines what has fewer lines is shown in no pager; 0 leaves that to the height of the screen
 */
public record ResultFormat(
        Kind kind,
        int border,
        String nullText,
        String fieldSeparator,
        String csvSeparator,
        boolean tuplesOnly,
        boolean footer,
        Expanded expanded,
        Paging pager,
        int pagerMinLines) {
    /** What the output is for. */
    public enum Kind {
        ALIGNED,
        UNALIGNED,
        CSV,
        HTML
    }

    /** Whether each column of each row has a line of its own. */
    public enum Expanded {
        OFF,
        ON,
        /** Where the rows are wider than the screen. */
        AUTO
    }

    /** Whether a person's pager shows what is printed. */
    public enum Paging {
        OFF,
        /** What is longer than the screen. */
        ON,
        ALWAYS
    }

    /** What psql begins with. */
    public static ResultFormat standard() {
        return new ResultFormat(Kind.ALIGNED, 1, "", "|", ",", false, true, Expanded.OFF, Paging.ON, 0);
    }

    public ResultFormat with(Kind other) {
        return new ResultFormat(
                other,
                border,
                nullText,
                fieldSeparator,
                csvSeparator,
                tuplesOnly,
                footer,
                expanded,
                pager,
                pagerMinLines);
    }

    public ResultFormat withBorder(int other) {
        return new ResultFormat(
                kind,
                other,
                nullText,
                fieldSeparator,
                csvSeparator,
                tuplesOnly,
                footer,
                expanded,
                pager,
                pagerMinLines);
    }

    public ResultFormat withNull(String other) {
        return new ResultFormat(
                kind, border, other, fieldSeparator, csvSeparator, tuplesOnly, footer, expanded, pager, pagerMinLines);
    }

    public ResultFormat withFieldSeparator(String other) {
        return new ResultFormat(
                kind, border, nullText, other, csvSeparator, tuplesOnly, footer, expanded, pager, pagerMinLines);
    }

    public ResultFormat withCsvSeparator(String other) {
        return new ResultFormat(
                kind, border, nullText, fieldSeparator, other, tuplesOnly, footer, expanded, pager, pagerMinLines);
    }

    public ResultFormat withTuplesOnly(boolean other) {
        return new ResultFormat(
                kind, border, nullText, fieldSeparator, csvSeparator, other, footer, expanded, pager, pagerMinLines);
    }

    public ResultFormat withFooter(boolean other) {
        return new ResultFormat(
                kind,
                border,
                nullText,
                fieldSeparator,
                csvSeparator,
                tuplesOnly,
                other,
                expanded,
                pager,
                pagerMinLines);
    }

    public ResultFormat with(Expanded other) {
        return new ResultFormat(
                kind, border, nullText, fieldSeparator, csvSeparator, tuplesOnly, footer, other, pager, pagerMinLines);
    }

    public ResultFormat with(Paging other) {
        return new ResultFormat(
                kind,
                border,
                nullText,
                fieldSeparator,
                csvSeparator,
                tuplesOnly,
                footer,
                expanded,
                other,
                pagerMinLines);
    }

    public ResultFormat withPagerMinLines(int other) {
        return new ResultFormat(
                kind, border, nullText, fieldSeparator, csvSeparator, tuplesOnly, footer, expanded, pager, other);
    }

    /** Whether a text of so many lines is for a pager where the screen has so many rows. */
    public boolean pages(long lines, int rows) {
        return switch (pager) {
            case OFF -> false;
            case ON -> lines >= rows && lines >= pagerMinLines;
            case ALWAYS -> true;
        };
    }

    public boolean isExpanded() {
        return expanded == Expanded.ON;
    }

    /** Whether the number of rows is printed below them. */
    boolean counts() {
        return footer && !tuplesOnly;
    }
}
