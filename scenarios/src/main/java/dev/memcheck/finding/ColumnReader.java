package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads the value of one column from where a finding was kept: a method for each {@link ColumnType}.
 *
 * @param <X> what is raised if it cannot be read
 */
public interface ColumnReader<X extends Exception> {
    <E extends Enum<E>> E word(Words<E> words) throws X;

    boolean flag() throws X;

    /** Empty where there is none. */
    String text() throws X;

    Optional<String> optionalText() throws X;

    /** The base name of a shared library, without {@code .so}. */
    Optional<String> library() throws X;

    List<String> texts() throws X;

    long number() throws X;

    /** At least 1. */
    int times() throws X;

    /** Positive, if it is known. */
    OptionalInt optionalNumber() throws X;

    OptionalDouble optionalDecimal() throws X;

    Optional<NodeKey> node() throws X;
}
