package dev.memcheck.render.table;

import java.util.Locale;

/**
 * How results are printed: what psql's {@code \pset} sets, with its defaults.
 *
 * @param border 0 is none, 1 between columns, 2 around all
 * @param nullText what stands for NULL
 * @param separators what stands between fields and between records
 * @param tuplesOnly whether headings and footers are left out
 * @param footer whether the number of rows is printed
 * @param pages what a person's pager shows
 * @param look lines, title and width
 */
public record ResultFormat(
        Kind kind,
        int border,
        String nullText,
        Separators separators,
        boolean tuplesOnly,
        boolean footer,
        Expanded expanded,
        Pages pages,
        TableLook look) {
    /** What the output is for. */
    public enum Kind {
        ALIGNED,
        ASCIIDOC,
        CSV,
        HTML,
        LATEX,
        LATEX_LONGTABLE,
        TROFF_MS,
        UNALIGNED,
        /** Aligned, in no more columns of the screen than there are. */
        WRAPPED;

        /** As {@code \pset format} has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isForPeople() {
            return this == ALIGNED || this == WRAPPED;
        }
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

    /**
     * What stands between the parts of a result that is not aligned.
     *
     * @param field of unaligned output
     * @param csv one character
     * @param record of unaligned output
     */
    public record Separators(String field, String csv, String record) {}

    /**
     * When a pager is used.
     *
     * @param minLines what has fewer lines is shown in no pager; 0 leaves that to the height of the screen
     */
    public record Pages(Paging paging, int minLines) {}

    /** What psql begins with. */
    public static ResultFormat standard() {
        return new ResultFormat(
                Kind.ALIGNED,
                1,
                "",
                new Separators("|", ",", "\n"),
                false,
                true,
                Expanded.OFF,
                new Pages(Paging.ON, 0),
                TableLook.standard());
    }

    public ResultFormat with(Kind other) {
        return new ResultFormat(other, border, nullText, separators, tuplesOnly, footer, expanded, pages, look);
    }

    public ResultFormat withBorder(int other) {
        return new ResultFormat(kind, other, nullText, separators, tuplesOnly, footer, expanded, pages, look);
    }

    public ResultFormat withNull(String other) {
        return new ResultFormat(kind, border, other, separators, tuplesOnly, footer, expanded, pages, look);
    }

    public ResultFormat withFieldSeparator(String other) {
        return with(new Separators(other, csvSeparator(), recordSeparator()));
    }

    public ResultFormat withCsvSeparator(String other) {
        return with(new Separators(fieldSeparator(), other, recordSeparator()));
    }

    public ResultFormat withRecordSeparator(String other) {
        return with(new Separators(fieldSeparator(), csvSeparator(), other));
    }

    private ResultFormat with(Separators other) {
        return new ResultFormat(kind, border, nullText, other, tuplesOnly, footer, expanded, pages, look);
    }

    public ResultFormat withTuplesOnly(boolean other) {
        return new ResultFormat(kind, border, nullText, separators, other, footer, expanded, pages, look);
    }

    public ResultFormat withFooter(boolean other) {
        return new ResultFormat(kind, border, nullText, separators, tuplesOnly, other, expanded, pages, look);
    }

    public ResultFormat with(Expanded other) {
        return new ResultFormat(kind, border, nullText, separators, tuplesOnly, footer, other, pages, look);
    }

    public ResultFormat with(Paging other) {
        return with(new Pages(other, pagerMinLines()));
    }

    public ResultFormat withPagerMinLines(int other) {
        return with(new Pages(pager(), other));
    }

    private ResultFormat with(Pages other) {
        return new ResultFormat(kind, border, nullText, separators, tuplesOnly, footer, expanded, other, look);
    }

    public ResultFormat with(TableLook other) {
        return new ResultFormat(kind, border, nullText, separators, tuplesOnly, footer, expanded, pages, other);
    }

    public String fieldSeparator() {
        return separators.field();
    }

    public String csvSeparator() {
        return separators.csv();
    }

    public String recordSeparator() {
        return separators.record();
    }

    public Paging pager() {
        return pages.paging();
    }

    public int pagerMinLines() {
        return pages.minLines();
    }

    /** Whether a text of so many lines is for a pager where the screen has so many rows. */
    public boolean pages(long lines, int rows) {
        return switch (pager()) {
            case OFF -> false;
            case ON -> lines >= rows && lines >= pagerMinLines();
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
