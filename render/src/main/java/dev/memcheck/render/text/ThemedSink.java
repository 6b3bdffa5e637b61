package dev.memcheck.render.text;

import java.io.PrintWriter;
import java.util.Objects;

/**
 * Writes lines in the colors of a theme, or as plain text if it has none. Every colored piece is closed, so that a cut line
 * colors nothing. Lines end in {@code \n} everywhere. Flushing is the caller's business.
 */
public final class ThemedSink implements TextSink {
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final Theme theme;

    public ThemedSink(PrintWriter out, Theme theme) {
        this.out = Objects.requireNonNull(out);
        this.theme = Objects.requireNonNull(theme);
    }

    @Override
    public void line(StyledLine line) {
        for (StyledText span : line.spans()) {
            String sgr = theme.sgr(span.style());
            if (sgr.isEmpty()) {
                out.write(span.text());
            } else {
                out.write("\u001b[" + sgr + 'm' + span.text() + RESET);
            }
        }
        out.write('\n');
    }
}
