package dev.memcheck.render.text;

import java.util.ArrayList;
import java.util.List;

/** One line of output, without its line end. */
public record StyledLine(List<StyledText> spans) {
    public StyledLine {
        spans = List.copyOf(spans);
    }

    /** A line of one meaning. */
    public static StyledLine of(String text, Style style) {
        return new StyledLine(List.of(new StyledText(text, style)));
    }

    public static StyledLine plain(String text) {
        return of(text, Style.PLAIN);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The line without its meanings. */
    public String text() {
        if (spans.size() == 1) {
            return spans.get(0).text();
        }
        StringBuilder text = new StringBuilder();
        for (StyledText span : spans) {
            text.append(span.text());
        }
        return text.toString();
    }

    /** Width in terminal cells. */
    public int width() {
        int width = 0;
        for (StyledText span : spans) {
            width += span.width();
        }
        return width;
    }

    /**
     * The line in at most {@code cells} cells: what does not fit is cut off, and {@code ellipsis} stands in its place.
     */
    public StyledLine clip(int cells, String ellipsis) {
        if (width() <= cells) {
            return this;
        }
        int room = Math.max(0, cells - CellWidth.of(ellipsis));
        Builder clipped = builder();
        for (StyledText span : spans) {
            String text = CellWidth.head(span.text(), room);
            clipped.add(text, span.style());
            room -= CellWidth.of(text);
            if (text.length() < span.text().length()) {
                return clipped.add(CellWidth.head(ellipsis, cells), span.style())
                        .line();
            }
        }
        return clipped.line();
    }

    /** The line without the blanks at its end. */
    public StyledLine stripTrailing() {
        List<StyledText> kept = new ArrayList<>(spans);
        while (!kept.isEmpty()) {
            StyledText last = kept.remove(kept.size() - 1);
            String text = last.text().stripTrailing();
            if (!text.isEmpty()) {
                kept.add(new StyledText(text, last.style()));
                break;
            }
        }
        return new StyledLine(kept);
    }

    /** Puts a line together from left to right. */
    public static final class Builder {
        private final List<StyledText> spans = new ArrayList<>();
        private int width;

        private Builder() {}

        public Builder add(String text, Style style) {
            if (!text.isEmpty()) {
                StyledText span = new StyledText(text, style);
                spans.add(span);
                width += span.width();
            }
            return this;
        }

        public Builder add(StyledLine line) {
            line.spans().forEach(span -> add(span.text(), span.style()));
            return this;
        }

        public Builder add(String text) {
            return add(text, Style.PLAIN);
        }

        /** Adds blanks until the line is {@code cells} wide; nothing if it already is. */
        public Builder padTo(int cells) {
            return add(" ".repeat(Math.max(0, cells - width)));
        }

        /** Width so far in terminal cells. */
        public int width() {
            return width;
        }

        public StyledLine line() {
            return new StyledLine(spans);
        }
    }
}
