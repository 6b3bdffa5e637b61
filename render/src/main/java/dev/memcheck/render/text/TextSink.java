package dev.memcheck.render.text;

import java.io.PrintWriter;
import java.util.List;

/** Where styled lines go. The one way out for everything that this package draws. */
@FunctionalInterface
public interface TextSink {
    void line(StyledLine line);

    default void lines(List<StyledLine> lines) {
        lines.forEach(this::line);
    }

    /**
     * A sink that writes to {@code out} in the colors of {@code theme}, or plain text if it has none. Flushing is the
     * caller's business.
     */
    static TextSink to(PrintWriter out, Theme theme) {
        return theme.colored() ? new AnsiSink(out, theme) : new PlainSink(out);
    }
}
