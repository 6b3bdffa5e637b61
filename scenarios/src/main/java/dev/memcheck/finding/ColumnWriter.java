package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Writes the value of one column in a form of its own: a method for each {@link ColumnType}.
 *
 * @param <X> what is raised if it cannot be written
 */
public interface ColumnWriter<X extends Exception> {
    <E extends Enum<E>> void word(Words<E> words, E value) throws X;

    void flag(boolean value) throws X;

    void text(String value) throws X;

    void optionalText(Optional<String> value) throws X;

    void library(Optional<String> value) throws X;

    void texts(List<String> value) throws X;

    void number(long value) throws X;

    void times(int value) throws X;

    void optionalNumber(OptionalInt value) throws X;

    void optionalDecimal(OptionalDouble value) throws X;

    void node(Optional<NodeKey> value) throws X;
}
