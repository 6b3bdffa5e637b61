package dev.memcheck.render.text;

import java.util.List;

/** Where styled lines go. The one way out for everything that this package draws. */
@FunctionalInterface
public interface TextSink {
    void line(StyledLine line);

    default void lines(List<StyledLine> lines) {
        lines.forEach(this::line);
    }
}
