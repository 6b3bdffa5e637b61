package dev.memcheck.script;

import java.util.Objects;

/**
 * A comparison with a number, as in {@code >= 3}.
 *
 * @param value what is compared with, at least 0
 */
public record Bound(Comparison comparison, long value) {
    public Bound {
        Objects.requireNonNull(comparison);
        if (value < 0) {
            throw new IllegalArgumentException("a bound is at least 0, not " + value);
        }
    }

    public boolean holds(long actual) {
        return comparison.holds(actual, value);
    }

    /** The source form with the number as a size: {@code >= 1kB}. */
    String asSize() {
        return comparison.sign() + " " + ByteSize.format(value);
    }

    @Override
    public String toString() {
        return comparison.sign() + " " + value;
    }
}
