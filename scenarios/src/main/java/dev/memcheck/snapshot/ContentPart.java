package dev.memcheck.snapshot;

import java.util.Objects;

/**
 * Some of what is in a context: chunks of one kind.
 *
 * @param context that they are in
 * @param kind {@code node}, {@code type} of C, {@code text}, or {@code size} where nothing says more
 * @param type its name; empty where there is none
 * @param sizeClass none of them is larger, in bytes
 */
public record ContentPart(NodeKey context, String kind, String type, long sizeClass, long count, long bytes) {
    public ContentPart {
        Objects.requireNonNull(context);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(type);
    }
}
