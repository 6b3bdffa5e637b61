package dev.memcheck.render.text;

import java.io.PrintWriter;
import java.util.Objects;

/** Writes lines as plain text, for a pipe, a dumb terminal or NO_COLOR. Lines end in {@code \n} everywhere. */
final class PlainSink implements TextSink {
    private final PrintWriter out;

    PlainSink(PrintWriter out) {
        this.out = Objects.requireNonNull(out);
    }

    @Override
    public void line(StyledLine line) {
        for (StyledText span : line.spans()) {
            out.write(span.text());
        }
        out.write('\n');
    }
}
