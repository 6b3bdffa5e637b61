package dev.memcheck.snapshot;

/**
 * The identity of one context in one backend: stays the same while that very context lives and is never used for
 * another, whatever its address.
 */
public record NodeKey(long value) implements Comparable<NodeKey> {
    @Override
    public int compareTo(NodeKey other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(value);
    }
}
