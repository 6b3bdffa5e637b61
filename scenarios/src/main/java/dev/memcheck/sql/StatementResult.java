package dev.memcheck.sql;

import java.util.List;
import java.util.Optional;

/** What one statement gave. Times are in microseconds. */
public sealed interface StatementResult {
    /** What is done with each kind of result. */
    interface Visitor<R> {
        R rows(Rows rows);

        R done(Done done);

        R copied(Copied copied);

        R failed(Failed failed);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /** Wall-clock time of the statement as the client saw it, in microseconds. */
    long durationMicros();

    /** Notices and warnings in the order they came. */
    List<SqlError> notices();

    /**
     * Rows came back.
     *
     * @param columns headings with their types
     * @param rows cells as the server printed them, empty for NULL; of a large result the first ones
     * @param tag command tag, as in {@code SELECT 3}
     * @param count how many rows there were; more than are here if they went to a {@link RowSink}
     */
    record Rows(
            List<Column> columns,
            List<List<Optional<String>>> rows,
            String tag,
            long durationMicros,
            List<SqlError> notices,
            long count)
            implements StatementResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rows(this);
        }

        /** A result with all its rows. */
        public Rows(
                List<Column> columns,
                List<List<Optional<String>>> rows,
                String tag,
                long durationMicros,
                List<SqlError> notices) {
            this(columns, rows, tag, durationMicros, notices, rows.size());
        }

        /** Whether the rows were given away as they came. */
        public boolean isLarge() {
            return count > rows.size();
        }
    }

    /**
     * No rows.
     *
     * @param tag command tag, as in {@code CREATE TABLE} or {@code INSERT 0 3}
     */
    record Done(String tag, long durationMicros, List<SqlError> notices) implements StatementResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.done(this);
        }
    }

    /**
     * {@code COPY ... TO STDOUT} sent its text.
     *
     * @param lines as they came, raw server text; of a large result the first ones
     * @param rows how many rows that were; a row may be several lines
     * @param isLarge whether the lines were given to a {@link RowSink} as they came
     */
    record Copied(List<String> lines, long rows, long durationMicros, List<SqlError> notices, boolean isLarge)
            implements StatementResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.copied(this);
        }
    }

    /** The server refused or the statement was cancelled; the backend lives. */
    record Failed(SqlError error, long durationMicros, List<SqlError> notices) implements StatementResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.failed(this);
        }
    }

    /**
     * One column of a result.
     *
     * @param rightAligned whether psql would align it to the right (numbers)
     */
    record Column(String name, String typeName, boolean rightAligned) {}
}
