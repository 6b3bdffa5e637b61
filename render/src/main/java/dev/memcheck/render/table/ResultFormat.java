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
 */
public record ResultFormat(
        Kind kind,
        int border,
        String nullText,
        String fieldSeparator,
        String csvSeparator,
        boolean tuplesOnly,
        boolean footer,
        Expanded expanded) {
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

    /** What psql begins with. */
    public static ResultFormat standard() {
        return new ResultFormat(Kind.ALIGNED, 1, "", "|", ",", false, true, Expanded.OFF);
    }

    public ResultFormat with(Kind other) {
        return new ResultFormat(other, border, nullText, fieldSeparator, csvSeparator, tuplesOnly, footer, expanded);
    }

    public ResultFormat withBorder(int other) {
        return new ResultFormat(kind, other, nullText, fieldSeparator, csvSeparator, tuplesOnly, footer, expanded);
    }

    public ResultFormat withNull(String other) {
        return new ResultFormat(kind, border, other, fieldSeparator, csvSeparator, tuplesOnly, footer, expanded);
    }

    public ResultFormat withFieldSeparator(String other) {
        return new ResultFormat(kind, border, nullText, other, csvSeparator, tuplesOnly, footer, expanded);
    }

    public ResultFormat withCsvSeparator(String other) {
        return new ResultFormat(kind, border, nullText, fieldSeparator, other, tuplesOnly, footer, expanded);
    }

    public ResultFormat withTuplesOnly(boolean other) {
        return new ResultFormat(kind, border, nullText, fieldSeparator, csvSeparator, other, footer, expanded);
    }

    public ResultFormat withFooter(boolean other) {
        return new ResultFormat(kind, border, nullText, fieldSeparator, csvSeparator, tuplesOnly, other, expanded);
    }

    public ResultFormat with(Expanded other) {
        return new ResultFormat(kind, border, nullText, fieldSeparator, csvSeparator, tuplesOnly, footer, other);
    }

    public boolean isExpanded() {
        return expanded == Expanded.ON;
    }

    /** Whether the number of rows is printed below them. */
    boolean counts() {
        return footer && !tuplesOnly;
    }
}
