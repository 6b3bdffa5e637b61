package dev.memcheck.backend;

import java.sql.SQLException;
import java.util.Optional;

/** A server that somebody else runs, reached like any PostgreSQL client would. Its log is out of reach. */
public final class ServerConnection implements BackendSource {
    private final ConnectionTarget target;

    private ServerConnection(ConnectionTarget target) {
        this.target = target;
    }

    /**
     * Nothing is connected yet.
     *
     * @throws BackendUnavailableException if what was given cannot be understood
     */
    public static ServerConnection to(ServerConnectionOptions options) {
        return new ServerConnection(DriverProperties.target(options.parameters(), System.getenv()));
    }

    @Override
    public Backend connect() {
        try {
            return JdbcBackend.on(target.open());
        } catch (SQLException e) {
            throw new BackendUnavailableException(
                    "cannot connect: " + ServerErrors.of(e).message(), e);
        }
    }

    @Override
    public Observer observer() {
        return new JdbcObserver(target);
    }

    @Override
    public Optional<String> explainLoss(int pid) {
        return Optional.empty();
    }

    @Override
    public Optional<String> partingWords() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Each backend closes its own connection, and nothing else was opened.
    }
}
