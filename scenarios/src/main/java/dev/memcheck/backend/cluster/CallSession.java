package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.BaseConnection;

/** A session on a private server in which statements are tried, one after another. A new one takes its place when its backend is lost. */
public final class CallSession implements AutoCloseable {
    private static final int RECONNECTIONS = 5;

    private final PrivateCluster cluster;
    private final Duration limit;
    private final List<String> setup;
    private BaseConnection connection;

    /**
     * An error of a statement.
     *
     * @param state its code; empty if the connection was lost
     */
    public record Refusal(String state, String message) {}

    private CallSession(PrivateCluster cluster, Duration limit, List<String> setup) {
        this.cluster = cluster;
        this.limit = limit;
        this.setup = List.copyOf(setup);
    }

    /**
     * Opens it.
     *
     * @param limit after which a statement is cancelled
     * @param setup statements that each of its sessions begins with
     * @throws BackendUnavailableException if the server refuses one of them
     */
    public static CallSession open(PrivateCluster cluster, Duration limit, List<String> setup) {
        CallSession session = new CallSession(cluster, limit, setup);
        try {
            session.connect();
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
