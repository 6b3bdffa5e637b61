package dev.memcheck.script;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a text that {@code COPY ... FROM STDIN} reads, up to {@code \.}
 *
 * @param position of the first of them
 * @param text with their line ends
 * @param typed where they come from if they are typed when they are wanted; the text is empty then
 */
public record InlineData(Position position, String text, Optional<TypedData> typed) {
    /** Lines that stand in the text. */
    public InlineData(Position position, String text) {
        this(position, text, Optional.empty());
    }

    /** Reads them from the first. */
    public InputStream open() {
        return typed.map(TypedData::open)
                .orElseGet(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Where a line of the data stands, counted from 1. */
    public Position line(int number) {
        return new Position(position.source(), position.line() + number - 1, 1);
    }
}
