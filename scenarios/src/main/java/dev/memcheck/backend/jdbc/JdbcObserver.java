package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.MissingExtension;
import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.Traced;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFormatException;
import dev.memcheck.snapshot.SnapshotReader;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.ParameterList;
import org.postgresql.core.QueryExecutor;

/** Observes through {@code ext_memcheck.observe()}, on a connection that is opened when it is first needed. */
public final class JdbcObserver implements Observer {
    private static final int TIMEOUT_MILLIS = 1000;
    private static final String FUNCTION_NOT_FOUND = "42883";
    private static final List<String> OBSERVE = List.of("ext_memcheck.observe");
    private static final List<String> TRACE =
            List.of("ext_memcheck.trace_start", "ext_memcheck.trace_look", "ext_memcheck.trace_stop");
    private static final String LOCK_TIMEOUT = "SET lock_timeout = '2s'";
    private static final String ACTIVITY = "pid, backend_type, datname, usename, application_name, state, query";

    private final ConnectionTarget target;
    private Optional<BaseConnection> connection = Optional.empty();
    private OptionalInt function = OptionalInt.empty();

    /** Of one process: looked at again and again, most of its contexts are the same objects each time. */
    private SnapshotReader reader = new SnapshotReader();

    private int readerPid;

    public JdbcObserver(ConnectionTarget target) {
        this.target = target;
    }

    @Override
    public Observation observe(int pid) {
        try {
            BaseConnection current = connection();
            OptionalInt oid = function(current);
            if (oid.isEmpty()) {
                return new Observation.Unseen(missing());
            }
            byte[] datum = call(current.getQueryExecutor(), oid.getAsInt(), pid);
            return new Observation.Seen(read(pid, datum), activity(current, pid));
        } catch (SQLException e) {
            if (FUNCTION_NOT_FOUND.equals(e.getSQLState())) {
                // The extension was dropped, or created again, and its function has another OID.
                function = OptionalInt.empty();
            }
            return new Observation.Unseen(words(e, OBSERVE));
        } catch (SnapshotFormatException e) {
            return new Observation.Unseen(e.getMessage());
        }
    }

    @Override
    public List<ContentPart> contents(int pid) {
        try {
            return ContentsQuery.of(connection(), pid);
        } catch (SQLException e) {
            return List.of();
        }
    }

    @Override
    public Traced trace(
            int pid, Duration duration, OptionalInt every, Consumer<TraceLook> seen, BooleanSupplier cancelled) {
        try {
            BaseConnection current = connection();
            return ExtensionLookup.isIn(current)
                    ? TraceQuery.of(current, pid, duration, every, () -> tree(pid), seen, cancelled)
                    : Traced.refused(missing());
        } catch (SQLException e) {
            return Traced.refused(words(e, TRACE));
        }
    }

    /** For a curve: who may trace a process may yet not be allowed to look at its tree. */
    private Optional<Snapshot> tree(int pid) {
        return observe(pid) instanceof Observation.Seen seen ? Optional.of(seen.snapshot()) : Optional.empty();
    }

    @Override
    public List<BackendListing> backends() {
        try {
            BaseConnection current = connection();
            String query = mayAskAll(current)
                    ? "SELECT " + ACTIVITY
                            + ", context_bytes, contexts, rss_anon_bytes FROM ext_memcheck.backends ORDER BY pid"
                    : "SELECT " + ACTIVITY + ", NULL, NULL, NULL FROM pg_catalog.pg_stat_activity ORDER BY pid";
            try (Statement statement = current.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                List<BackendListing> listings = new ArrayList<>();
                while (rows.next()) {
                    listings.add(listing(rows));
                }
                return List.copyOf(listings);
            }
        } catch (SQLException e) {
            throw new BackendUnavailableException(
                    "the server's processes cannot be listed: "
                            + ServerErrors.of(e).message(),
                    e);
        }
    }

    /** Why nothing can be looked at in a database without the extension. */
    private String missing() {
        try {
            return MissingExtension.in(this)
                    .map(missing -> missing.sentence("no other process can be looked at"))
                    .orElse("this database has a pg_ext_memcheck of another version: run " + VersionSkew.UPDATE);
        } catch (BackendUnavailableException e) {
            return e.getMessage();
        }
    }

    private String words(SQLException e, List<String> functions) {
        SqlError plain = ServerErrors.of(e);
        SqlError error = connection
                .map(current -> ExtensionLookup.withAdvice(
                        plain, current.getQueryExecutor().getUser(), functions))
                .orElse(plain);
        return error.message()
                + error.detail().map(detail -> "; " + detail).orElse("")
                + error.hint().map(hint -> " (" + hint + ")").orElse("");
    }

    /** A view's functions are called with the rights of who reads it. */
    private static boolean mayAskAll(BaseConnection current) throws SQLException {
        try (Statement statement = current.createStatement();
                ResultSet row = statement.executeQuery(ExtensionLookup.callable("backends_memory", 1)
                        + " AND EXISTS (SELECT FROM pg_catalog.pg_class c"
                        + " WHERE c.relnamespace OPERATOR(pg_catalog.=) p.pronamespace"
                        + " AND c.relname OPERATOR(pg_catalog.=) 'backends'"
                        + " AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))")) {
            return row.next();
        }
    }

    @Override
    public StatementResult ask(String sql) {
        try {
            StatementCall call = new StatementCall(connection().getQueryExecutor(), Optional.empty());
            call.run(LOCK_TIMEOUT, RowSink.none());
            List<List<Optional<String>>> all = new ArrayList<>();
            StatementResult answer = call.run(sql, (columns, rows, first) -> all.addAll(rows));
            return answer instanceof StatementResult.Rows rows && rows.isLarge()
                    ? new StatementResult.Rows(rows.columns(), all, rows.tag(), rows.durationMicros(), rows.notices())
                    : answer;
        } catch (SQLException e) {
            throw new BackendUnavailableException(
                    "the catalogs cannot be looked at: " + ServerErrors.of(e).message(), e);
        } catch (BackendLostException e) {
            throw new BackendUnavailableException("the catalogs cannot be looked at: " + e.getMessage(), e);
        }
    }

    @Override
    public StatementResult ask(String sql, Duration atMost) {
        try {
            StatementCall call = new StatementCall(connection().getQueryExecutor(), Optional.empty());
            call.run("SET statement_timeout = " + atMost.toMillis(), RowSink.none());
            try {
                return ask(sql);
            } finally {
                call.run("RESET statement_timeout", RowSink.none());
            }
        } catch (SQLException e) {
            throw new BackendUnavailableException(
                    "the catalogs cannot be looked at: " + ServerErrors.of(e).message(), e);
        } catch (BackendLostException e) {
            throw new BackendUnavailableException("the catalogs cannot be looked at: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        connection.ifPresent(JdbcObserver::closeQuietly);
        connection = Optional.empty();
        function = OptionalInt.empty();
    }

    private BaseConnection connection() throws SQLException {
        if (connection.isEmpty() || connection.get().isClosed()) {
            close();
            connection = Optional.of(target.open());
        }
        return connection.get();
    }

    /** OID of {@code observe()}; asked for again as long as there is none, since the extension may yet be created. */
    private OptionalInt function(BaseConnection current) throws SQLException {
        if (function.isEmpty()) {
            try (Statement statement = current.createStatement();
                    ResultSet row = statement.executeQuery(ExtensionLookup.functions("observe", 2))) {
                function = row.next() ? ExtensionLookup.oid(row, 1) : OptionalInt.empty();
            }
        }
        return function;
    }

    // The driver advises prepared statements instead, which would have the tree travel as text.
    @SuppressWarnings("deprecation")
    private static byte[] call(QueryExecutor executor, int oid, int pid) throws SQLException {
        ParameterList parameters = executor.createFastpathParameters(2);
        parameters.setIntParameter(1, pid);
        parameters.setIntParameter(2, TIMEOUT_MILLIS);
        return executor.fastpathCall(oid, parameters, true);
    }

    private Snapshot read(int pid, byte[] datum) {
        if (pid != readerPid) {
            reader = new SnapshotReader();
            readerPid = pid;
        }
        return reader.read(datum);
    }

    private static Optional<String> activity(BaseConnection current, int pid) throws SQLException {
        try (PreparedStatement statement = current.prepareStatement(
                "SELECT state, query FROM pg_catalog.pg_stat_get_activity(?::pg_catalog.int4)")) {
            // The driver itself would write a number as ?::int4, whatever type that is here.
            statement.setString(1, String.valueOf(pid));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getString(1) == null) {
                    return Optional.empty();
                }
                String query = Optional.ofNullable(row.getString(2)).orElse("");
                return Optional.of(query.isEmpty() ? row.getString(1) : row.getString(1) + ": " + query);
            }
        }
    }

    private static BackendListing listing(ResultSet row) throws SQLException {
        return new BackendListing(
                row.getInt(1),
                Optional.ofNullable(row.getString(2)).orElse(""),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                text(row, 7),
                figure(row, 8),
                figure(row, 9),
                figure(row, 10));
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }

    private static OptionalLong figure(ResultSet row, int column) throws SQLException {
        long figure = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(figure);
    }

    private static void closeQuietly(BaseConnection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
