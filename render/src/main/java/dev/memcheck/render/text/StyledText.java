package dev.memcheck.render.text;

import java.util.Objects;

/**
 * Text of one meaning. Holds no control characters, whatever it is made of: they are replaced as in
 * {@link ServerText#clean}.
 */
public record StyledText(String text, Style style) {
    public StyledText {
        text = ServerText.clean(text);
        Objects.requireNonNull(style);
    }

    /** Width in terminal cells. */
    public int width() {
        return CellWidth.of(text);
    }
}
