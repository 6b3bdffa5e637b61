package dev.memcheck.sql;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Takes the rows of a large result while they come, so that nobody holds all of them. Called on the statement's thread. */
public interface RowSink {
    /**
     * The next rows. A result that is small enough for one call never comes here: it is in its {@link StatementResult}.
     *
     * @param first number of the first of these rows in the result, from 1
     */
    void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first);

    /**
     * The next lines of a large {@code COPY ... TO STDOUT}.
     *
     * @param lines raw server text
     */
    default void lines(List<String> lines) {}

    /** The whole result of a statement that was sent together with others, and is not the last of them. */
    default void earlier(StatementResult result) {}

    /** Takes what {@code COPY ... TO STDOUT} sends, byte by byte and all of it, in place of lines. It raises nothing. */
    default Optional<OutputStream> bytes() {
        return Optional.empty();
    }

    /** What the statement reads if it is {@code COPY ... FROM STDIN}. */
    default Optional<CopyData> data() {
        return Optional.empty();
    }

    /** One that lets rows go. */
    static RowSink reading(Optional<CopyData> data) {
        return new RowSink() {
            @Override
            public void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {}

            @Override
            public Optional<CopyData> data() {
                return data;
            }
        };
    }

    /** One that lets them go. */
    static RowSink none() {
        return (columns, rows, first) -> {};
    }
}
