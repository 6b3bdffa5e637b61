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

    /** Written out, as the one below: a record's own are made at run time, which a start would wait for. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NodeKey key && key.value == value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(value);
    }
}
