package dev.memcheck.render.table;

import java.util.Optional;

/**
 * What a table looks like beyond its format and border.
 *
 * @param lines the kind of lines it is drawn with
 * @param doubled where lines of the Unicode kind are double
 * @param columns how wide the wrapped format may be; 0 leaves that to the screen
 * @param title above it
 * @param attributes of a table in HTML, or widths of columns in LaTeX
 * @param numericLocale whether the digits of numbers are in groups
 */
public record TableLook(
        Lines lines,
        Doubled doubled,
        int columns,
        Optional<String> title,
        Optional<String> attributes,
        boolean numericLocale) {
    /** What lines are made of. */
    public enum Lines {
        ASCII,
        /** As psql drew them before version 9.0, with signs of continuation on the left. */
        OLD_ASCII,
        UNICODE
    }

    /** Which lines are double. */
    public record Doubled(boolean border, boolean column, boolean header) {}

    static TableLook standard() {
        return new TableLook(
                Lines.ASCII, new Doubled(false, false, false), 0, Optional.empty(), Optional.empty(), false);
    }

    public TableLook with(Lines other) {
        return new TableLook(other, doubled, columns, title, attributes, numericLocale);
    }

    public TableLook with(Doubled other) {
        return new TableLook(lines, other, columns, title, attributes, numericLocale);
    }

    public TableLook withColumns(int other) {
        return new TableLook(lines, doubled, other, title, attributes, numericLocale);
    }

    public TableLook withTitle(Optional<String> other) {
        return new TableLook(lines, doubled, columns, other, attributes, numericLocale);
    }

    public TableLook withAttributes(Optional<String> other) {
        return new TableLook(lines, doubled, columns, title, other, numericLocale);
    }

    public TableLook withNumericLocale(boolean other) {
        return new TableLook(lines, doubled, columns, title, attributes, other);
    }
}
