package dev.memcheck.snapshot;

import java.util.Objects;

/**
 * Some of what is in a context: chunks of one kind.
 *
 * @param context that they are in
 * @param kind {@code node}, {@code type} of C, {@code text}, {@code size} where nothing says more, or {@code unread}: bytes
 *     that were not looked into
 * @param type its name; empty where there is none
 * @param sizeClass none of them is larger, in bytes
 * @param followed whether they came while a window was open, and are followed since
 */
public record ContentPart(
        NodeKey context, String kind, String type, long sizeClass, long count, long bytes, boolean followed) {
    public ContentPart {
        Objects.requireNonNull(context);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(type);
    }
}
