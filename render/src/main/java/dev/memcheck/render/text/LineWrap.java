package dev.memcheck.render.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks a styled line into several, at blanks where there are some. */
public final class LineWrap {
    private final int cells;
    private final int indent;
    private final List<StyledLine> lines = new ArrayList<>();
    private StyledLine.Builder line = StyledLine.builder();
    private boolean lineIsBlank = true;

    /**
     * @param cells of each line, at least 1
     * @param indent blanks before each line but the first
     */
    private LineWrap(int cells, int indent) {
        if (cells < 1) {
            throw new IllegalArgumentException("a line has 1 cell or more, not " + cells);
        }
        this.cells = cells;
        this.indent = Math.min(indent, cells / 2);
    }

    /** The line broken into lines of at most {@code cells}, each but the first after {@code indent} blanks. */
    public static List<StyledLine> wrap(StyledLine whole, int cells, int indent) {
        return whole.width() <= cells ? List.of(whole) : new LineWrap(cells, indent).broken(whole);
    }

    private List<StyledLine> broken(StyledLine whole) {
        for (StyledText span : whole.spans()) {
            for (String word : words(span.text())) {
                add(word, span.style());
            }
        }
        lines.add(line.line());
        return lines;
    }

    private void add(String word, Style style) {
        String rest = word;
        if (!lineIsBlank && line.width() + CellWidth.of(rest.stripTrailing()) > cells) {
            breakLine();
            rest = rest.stripLeading();
        }
        while (CellWidth.of(rest.stripTrailing()) > cells - line.width()) {
            String head = CellWidth.head(rest, cells - line.width());
            line.add(head, style);
            rest = rest.substring(head.length());
            if (head.isEmpty() && line.width() == indent) {
                // a wide character, and one cell
                rest = rest.substring(Character.charCount(rest.codePointAt(0)));
            } else {
                breakLine();
            }
        }
        line.add(CellWidth.head(rest, cells - line.width()), style);
        lineIsBlank &= rest.isBlank();
    }

    private void breakLine() {
        lines.add(line.line().stripTrailing());
        line = StyledLine.builder().padTo(indent);
        lineIsBlank = true;
    }

    /** Words with the blanks that follow each; blanks at the beginning are a word of their own. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = 1; at < text.length(); at++) {
            if (text.charAt(at - 1) == ' ' && text.charAt(at) != ' ') {
                words.add(text.substring(start, at));
                start = at;
            }
        }
        words.add(text.substring(start));
        return words;
    }
}
