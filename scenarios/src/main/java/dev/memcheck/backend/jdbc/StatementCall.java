package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.SqlCommand;
import org.postgresql.jdbc.PreferQueryMode;

/** Runs statements of the user through the driver's protocol layer, as typed. */
final class StatementCall {
    private static final Pattern PARAMETER = Pattern.compile("\\$[0-9]");

    /** Where nobody stands before the driver, what it is told of parameters breaks the connection. */
    private static final SqlError PARAMETERS_UNTOLD = new SqlError(
            "ERROR",
            "0A000",
            "a statement with parameters cannot be described over this connection",
            Optional.of("It is encrypted by GSS, or the driver is another one than memcheck's own."),
            Optional.of("Put values in place of $1, or connect with gssencmode=disable."),
            Optional.empty(),
            OptionalInt.empty());

    private final QueryExecutor executor;
    private final Optional<RowTap> tap;
    private volatile boolean cancelled;

    /** @param tap of the connection, if it has one */
    StatementCall(QueryExecutor executor, Optional<RowTap> tap) {
        this.executor = executor;
        this.tap = tap;
    }

    /**
     * Runs one.
     *
     * @param sink takes the rows of a large result
     * @throws BackendLostException if the backend goes meanwhile
     */
    StatementResult run(String sql, RowSink sink) {
        long start = System.nanoTime();
        cancelled = false;
        return sink.data().isPresent() || CopyOutput.isMeantBy(sql) ? copy(sql, start, sink) : query(sql, start, sink);
    }

    /** Somebody wants what runs to end: to the server, that reads what we send, we must say so ourselves. Safe from any thread. */
    void cancelled() {
        cancelled = true;
    }

    private StatementResult query(String sql, long start, RowSink sink) {
        ResultCollector collector = new ResultCollector(executor.getEncoding(), sink);
        tap.ifPresent(current -> current.to(Optional.of(collector)));
        int flags = QueryExecutor.QUERY_ONESHOT
                | QueryExecutor.QUERY_SUPPRESS_BEGIN
                | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS
                | QueryExecutor.QUERY_NO_BINARY_TRANSFER;
        if (executor.getPreferQueryMode() == PreferQueryMode.SIMPLE) {
            flags |= QueryExecutor.QUERY_EXECUTE_AS_SIMPLE;
        }
        try {
            executor.execute(asIs(sql), null, collector, 0, 0, flags);
            return collector.result(micros(start));
        } catch (SQLException e) {
            return failed(e, start, collector.notices());
        } finally {
            tap.ifPresent(current -> current.to(Optional.empty()));
        }
    }

    /** The driver would send each of several statements on its own. */
    private Query asIs(String sql) throws SQLException {
        return sql.indexOf(';') < 0
                ? executor.createQuery(sql, false, false).query
                : executor.wrap(List.of(new NativeQuery(sql, SqlCommand.BLANK)));
    }

    /**
     * Has the server describe the result of a statement, which is not run.
     *
     * @throws BackendLostException if the backend goes meanwhile
     */
    StatementResult describe(String sql) {
        long start = System.nanoTime();
        if (tap.isEmpty() && PARAMETER.matcher(sql).find()) {
            return new StatementResult.Failed(PARAMETERS_UNTOLD, 0, List.of());
        }
        Description description = new Description();
        int flags =
                QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_DESCRIBE_ONLY;
        PreferQueryMode before = executor.getPreferQueryMode();
        // The simple protocol cannot describe without running.
        executor.setPreferQueryMode(PreferQueryMode.EXTENDED);
        try {
            executor.execute(executor.createQuery(sql, false, false).query, null, description, 0, 0, flags);
            return description.result(micros(start));
        } catch (SQLException e) {
            return failed(e, start, description.notices());
        } finally {
            executor.setPreferQueryMode(before);
        }
    }

    private StatementResult copy(String sql, long start, RowSink sink) {
        CopyOutput output = new CopyOutput(executor, sink, this::hasFailed, () -> cancelled);
        tap.ifPresent(current -> current.to(Optional.of(output)));
        try {
            long rows = output.take(sql);
            if (output.isTaking()) {
                return new StatementResult.Done("COPY " + rows, micros(start), List.copyOf(output.notices()));
            }
            return new StatementResult.Copied(
                    output.lines(), rows, micros(start), List.copyOf(output.notices()), output.isLarge());
        } catch (SQLException e) {
            return failed(e, start, output.notices());
        } finally {
            tap.ifPresent(current -> current.to(Optional.empty()));
        }
    }

    /** A connection that is lost says so where it is used. */
    private boolean hasFailed() {
        try {
            return tap.isPresent() && tap.get().hasFailed();
        } catch (IOException lost) {
            return true;
        }
    }

    private StatementResult failed(SQLException e, long start, List<SqlError> notices) {
        if (ServerErrors.isCutOff(e)) {
            // While data are sent the driver leaves it to the next statement to find that out.
            executor.abort();
        }
        if (executor.isClosed()) {
            throw ServerErrors.loss(executor.getBackendPID(), e);
        }
        return new StatementResult.Failed(ServerErrors.ofStatement(e), micros(start), List.copyOf(notices));
    }

    private static long micros(long startNanos) {
        return (System.nanoTime() - startNanos) / 1000;
    }
}
