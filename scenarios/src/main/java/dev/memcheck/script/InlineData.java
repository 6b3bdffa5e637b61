package dev.memcheck.script;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines of a text that {@code COPY ... FROM STDIN} reads, up to {@code \.}
 *
 * @param position of the first of them
 * @param text with their line ends
 */
public record InlineData(Position position, String text) {
    /** Reads them from the first. */
    public InputStream open() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a line of the data stands, counted from 1. */
    public Position line(int number) {
        return new Position(position.source(), position.line() + number - 1, 1);
    }
}
