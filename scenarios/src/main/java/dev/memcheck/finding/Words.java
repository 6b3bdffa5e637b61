package dev.memcheck.finding;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of a column that has a fixed set of them.
 *
 * @param values all of them
 * @param label how the SQL contract and reports write one
 * @param otherwise what a word stands for that is none of them; empty where there must be none
 */
public record Words<E extends Enum<E>>(Class<E> values, Function<E, String> label, Optional<E> otherwise) {
    public Words {
        Objects.requireNonNull(values);
        Objects.requireNonNull(label);
        Objects.requireNonNull(otherwise);
    }

    /** The value of a word; empty where there is none. */
    public Optional<E> of(String word) {
        return Arrays.stream(values.getEnumConstants())
                .filter(value -> label.apply(value).equals(word))
                .findFirst()
                .or(() -> otherwise);
    }
}
