package dev.memcheck.finding;

import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What kind of value a column has. Whoever reads or writes columns has a method for each kind, so that the compiler asks for
 * all of them when there is a new one.
 *
 * @param <T> the Java type of a value
 */
public final class ColumnType<T> {
    public static final ColumnType<Boolean> FLAG = of(ColumnReader::flag, ColumnWriter::flag, false);
    public static final ColumnType<String> TEXT = of(ColumnReader::text, ColumnWriter::text, "");
    public static final ColumnType<Optional<String>> OPTIONAL_TEXT =
            of(ColumnReader::optionalText, ColumnWriter::optionalText, Optional.empty());
    public static final ColumnType<Optional<String>> LIBRARY =
            of(ColumnReader::library, ColumnWriter::library, Optional.empty());
    public static final ColumnType<List<String>> TEXTS =
            new ColumnType<>(ColumnReader::texts, ColumnWriter::texts, Optional.of(List.of()), List::copyOf);
    public static final ColumnType<Long> NUMBER = of(ColumnReader::number, ColumnWriter::number, 0L);
    public static final ColumnType<Integer> TIMES = of(ColumnReader::times, ColumnWriter::times, 1);
    public static final ColumnType<OptionalInt> OPTIONAL_NUMBER =
            of(ColumnReader::optionalNumber, ColumnWriter::optionalNumber, OptionalInt.empty());
    public static final ColumnType<OptionalDouble> OPTIONAL_DECIMAL =
            of(ColumnReader::optionalDecimal, ColumnWriter::optionalDecimal, OptionalDouble.empty());
    public static final ColumnType<Optional<NodeKey>> NODE =
            of(ColumnReader::node, ColumnWriter::node, Optional.empty());

    /** Asks a reader for a value of this kind. */
    private interface Reading<T> {
        <X extends Exception> T from(ColumnReader<X> reader) throws X;
    }

    /** Gives a value of this kind to a writer. */
    private interface Writing<T> {
        <X extends Exception> void to(ColumnWriter<X> writer, T value) throws X;
    }

    private final Reading<T> reading;
    private final Writing<T> writing;
    private final Optional<T> absent;
    private final UnaryOperator<T> copy;

    private ColumnType(Reading<T> reading, Writing<T> writing, Optional<T> absent, UnaryOperator<T> copy) {
        this.reading = Objects.requireNonNull(reading);
        this.writing = Objects.requireNonNull(writing);
        this.absent = Objects.requireNonNull(absent);
        this.copy = Objects.requireNonNull(copy);
    }

    private static <T> ColumnType<T> of(Reading<T> reading, Writing<T> writing, T absent) {
        return new ColumnType<>(reading, writing, Optional.of(absent), Objects::requireNonNull);
    }

    /** One of a fixed set of words; which is absent is what any other word stands for. */
    static <E extends Enum<E>> ColumnType<E> words(Words<E> words) {
        OfWords<E> both = new OfWords<>(words);
        return new ColumnType<>(both, both, words.otherwise(), Objects::requireNonNull);
    }

    <X extends Exception> T read(ColumnReader<X> reader) throws X {
        return reading.from(reader);
    }

    <X extends Exception> void write(ColumnWriter<X> writer, T value) throws X {
        writing.to(writer, value);
    }

    /** The value of a finding that says nothing of it; empty where every finding must. */
    Optional<T> absent() {
        return absent;
    }

    /** The same value, which nobody can change. */
    T kept(T value) {
        return copy.apply(value);
    }

    private record OfWords<E extends Enum<E>>(Words<E> words) implements Reading<E>, Writing<E> {
        @Override
        public <X extends Exception> E from(ColumnReader<X> reader) throws X {
            return reader.word(words);
        }

        @Override
        public <X extends Exception> void to(ColumnWriter<X> writer, E value) throws X {
            writer.word(words, value);
        }
    }
}
