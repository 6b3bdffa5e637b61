package dev.memcheck.render.text;

import java.util.ArrayList;
import java.util.List;

/**
 * One cell of a result table as psql prints it: cut into lines at line feeds, tabs filled up to the next multiple of
 * eight, control characters visible.
 *
 * @param lines at least one
 * @param widths of the lines in terminal cells
 * @param cuts which lines go on with the one before, which was too long; empty if none does
 */
public record CellText(List<String> lines, int[] widths, boolean[] cuts) {
    private static final int TAB = 8;
    private static final boolean[] UNCUT = new boolean[0];

    private CellText(List<String> lines, int[] widths) {
        this(lines, widths, UNCUT);
    }

    public static CellText of(String text) {
        if (isSimple(text)) {
            return new CellText(List.of(text), new int[] {text.length()});
        }
        if (ServerText.isClean(text)) {
            return new CellText(List.of(text), new int[] {CellWidth.of(text)});
        }
        List<String> lines =
                List.of(text.split("\n", -1)).stream().map(CellText::printable).toList();
        return new CellText(lines, lines.stream().mapToInt(CellWidth::of).toArray());
    }

    public int height() {
        return lines.size();
    }

    /** The widest line. */
    public int width() {
        int width = 0;
        for (int line : widths) {
            width = Math.max(width, line);
        }
        return width;
    }

    /** A line, or an empty one below the last. */
    public String line(int number) {
        return number < lines.size() ? lines.get(number) : "";
    }

    /** Width of a line, 0 below the last. */
    public int width(int number) {
        return number < widths.length ? widths[number] : 0;
    }

    /** Whether a line goes on with the one before, which was too long. */
    public boolean isCutBefore(int number) {
        return number < cuts.length && cuts[number];
    }

    /** The same in lines of at most so many cells, but with a character in each. */
    public CellText cut(int most) {
        if (width() <= most) {
            return this;
        }
        List<String> parts = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        for (String line : lines) {
            begins.add(parts.size());
            int from = 0;
            int width = 0;
            for (int at = 0; at < line.length(); ) {
                int codePoint = line.codePointAt(at);
                int next = at + Character.charCount(codePoint);
                int wide = CellWidth.of(line.substring(at, next));
                if (at > from && width + wide > most) {
                    parts.add(line.substring(from, at));
                    from = at;
                    width = 0;
                }
                width += wide;
                at = next;
            }
            parts.add(line.substring(from));
        }
        boolean[] within = new boolean[parts.size()];
        for (int number = 0; number < within.length; number++) {
            within[number] = !begins.contains(number);
        }
        return new CellText(
                List.copyOf(parts), parts.stream().mapToInt(CellWidth::of).toArray(), within);
    }

    /** Whether the text goes on after this line. */
    public boolean continuesAfter(int number) {
        return number < lines.size() - 1;
    }

    private static boolean isSimple(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < 0x20 || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String printable(String line) {
        StringBuilder out = new StringBuilder(line.length() + TAB);
        int width = 0;
        for (int at = 0; at < line.length(); ) {
            int codePoint = line.codePointAt(at);
            at += Character.charCount(codePoint);
            int start = out.length();
            if (codePoint == '\t') {
                out.append(" ".repeat(TAB - width % TAB));
            } else if (codePoint == '\r') {
                out.append("\\r");
            } else {
                ServerText.append(out, codePoint);
            }
            width += CellWidth.of(out.substring(start));
        }
        return out.toString();
    }
}
