package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A session on a private server in which statements are tried, one after another. A new one takes its place when its backend is lost. */
public final class CallSession implements AutoCloseable {
    private static final int RECONNECTIONS = 5;
    private static final String PARTS =
            "SELECT pg_catalog.format('%s/%s', classid, objid) FROM pg_catalog.pg_depend JOIN pg_catalog.pg_extension"
                    + " ON refobjid OPERATOR(pg_catalog.=) pg_extension.oid WHERE deptype OPERATOR(pg_catalog.=) 'e'"
                    + " AND refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass"
                    + " AND extname OPERATOR(pg_catalog.=) ?";

    private final PrivateCluster cluster;
    private final Duration limit;
    private final String extension;
    private final List<String> setup;
    private BaseConnection connection;
    private Set<String> parts = Set.of();

    /**
     * An error of a statement.
     *
     * @param state its code; empty if the connection was lost
     */
    public record Refusal(String state, String message) {}

    private CallSession(PrivateCluster cluster, Duration limit, String extension, List<String> setup) {
        this.cluster = cluster;
        this.limit = limit;
        this.extension = extension;
        this.setup = List.copyOf(setup);
    }

    /**
     * Opens it.
     *
     * @param limit after which a statement is cancelled
     * @param extension which the statements are of
     * @param setup statements that each of its sessions begins with
     * @throws BackendUnavailableException if the server refuses one of them
     */
    public static CallSession open(PrivateCluster cluster, Duration limit, String extension, List<String> setup) {
        CallSession session = new CallSession(cluster, limit, extension, setup);
        try {
            session.connect();
            session.parts = session.present();
        } catch (SQLException e) {
            session.close();
            throw new BackendUnavailableException(e.getMessage(), e);
        }
        return session;
    }

    private void connect() throws SQLException {
        connection = cluster.awaitConnection(cluster.target());
        try (Statement statement = connection.createStatement()) {
            for (String each : setup) {
                statement.execute(each);
            }
            statement.execute("SET statement_timeout = " + limit.toMillis());
        }
    }

    /** Runs one, and says how it was refused, if it was. */
    public Optional<Refusal> run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            return Optional.empty();
        } catch (SQLException e) {
            if (isOpen()) {
                return Optional.of(new Refusal(String.valueOf(e.getSQLState()), String.valueOf(e.getMessage())));
            }
            reconnect();
            return Optional.of(new Refusal("", "its backend was lost"));
        }
    }

    /** Whether no transaction is open that an earlier statement began. */
    public boolean isIdle() {
        return connection.getTransactionState() == TransactionState.IDLE;
    }

    /** What the extension has no longer of that which it had at the start, in words. */
    public Optional<String> dropped() {
        try {
            Set<String> left = present();
            long gone = parts.stream().filter(part -> !left.contains(part)).count();
            if (gone == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    left.isEmpty()
                            ? "drops the extension"
                            : "drops " + gone + " of the extension's own " + parts.size() + " objects");
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Makes the extension again, after a statement that dropped a part of it for good. */
    public void renew() {
        run("DROP EXTENSION IF EXISTS \"" + extension.replace("\"", "\"\"") + "\" CASCADE");
        reconnect();
        try {
            parts = present();
        } catch (SQLException e) {
            throw new BackendUnavailableException("the server was lost: " + e.getMessage(), e);
        }
    }

    private Set<String> present() throws SQLException {
        Set<String> present = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
            statement.setString(1, extension);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    present.add(rows.getString(1));
                }
            }
        }
        return present;
    }

    private boolean isOpen() {
        try {
            return !connection.isClosed() && connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Who connects before the server has noticed that a backend crashed is ended with all others. */
    private void reconnect() {
        for (int left = RECONNECTIONS; ; left--) {
            try {
                close();
                connect();
                return;
            } catch (SQLException e) {
                if (left == 0) {
                    throw new BackendUnavailableException("the server was lost: " + e.getMessage(), e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException goneAlready) {
            // Nothing is left to close.
        }
    }
}
