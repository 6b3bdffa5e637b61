package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Begun;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.PasswordNeededException;
import dev.memcheck.backend.ScenarioDesk;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGProperty;

/** A server that somebody else runs, reached like any PostgreSQL client would. Its log is out of reach. */
public final class ServerConnection implements BackendSource {
    /** After a crash the server turns connections away until it has recovered. */
    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** A server that is restarted listens to nobody for a moment. */
    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String CANNOT_CONNECT_NOW = "57P03";

    private final ConnectionTarget target;
    private final ScenarioDesk scenarioDesk;

    /** Whether this server is known to be there. */
    private final AtomicBoolean known;

    /** Said after the reason why there is no connection. */
    private final String doubt;

    private Optional<Begun<Backend>> first = Optional.empty();

    private ServerConnection(ConnectionTarget target, AtomicBoolean known, String doubt) {
        this.target = target;
        this.doubt = doubt;
        this.known = known;
        this.scenarioDesk = new JdbcScenarioDesk(target);
    }

    /**
     * Nothing is connected yet.
     *
     * @throws BackendUnavailableException if what was given cannot be understood
     */
    public static ServerConnection to(ServerConnectionOptions options) {
        return to(options, new AtomicBoolean());
    }

    /**
     * The same.
     *
     * @param known whether the server is known to be there, which all who are given the same object learn together
     * @throws BackendUnavailableException if what was given cannot be understood
     */
    public static ServerConnection to(ServerConnectionOptions options, AtomicBoolean known) {
        return new ServerConnection(
                DriverProperties.target(options.parameters(), System.getenv()), known, options.doubt());
    }

    /**
     * As a connection there is, with a change.
     *
     * @throws BackendUnavailableException if what was given cannot be understood
     */
    public static ServerConnection to(ConnectionTarget before, ConnectionChange change) {
        Map<String, String> given = new ServerConnectionOptions(
                        change.database(), change.host(), change.port(), change.user())
                .parameters();
        return to(
                change.reuses()
                        ? DriverProperties.changed(before, given, System.getenv())
                        : DriverProperties.target(given, System.getenv()));
    }

    static ServerConnection to(ConnectionTarget target) {
        return new ServerConnection(target, new AtomicBoolean(), "");
    }

    /** Connects the first backend while something else is done. */
    public synchronized void begin() {
        first = Optional.of(new Begun<>(this::connectNow, "memcheck-connect"));
    }

    private synchronized Optional<Begun<Backend>> takeFirst() {
        Optional<Begun<Backend>> taken = first;
        first = Optional.empty();
        return taken;
    }

    @Override
    public Backend connect() {
        Optional<Begun<Backend>> begun = takeFirst();
        return begun.isPresent() ? begun.get().await() : connectNow();
    }

    private Backend connectNow() {
        long start = System.nanoTime();
        while (true) {
            try {
                Optional<Long> deadline = target.timeout().map(timeout -> System.nanoTime() + timeout.toNanos());
                Backend backend = TakeOver.of(target.openToLookUp(), deadline);
                known.set(true);
                return backend;
            } catch (SQLException e) {
                if (CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
                    known.set(true);
                }
                long patience = patienceAfter(e);
                if (System.nanoTime() - start > patience) {
                    throw new BackendUnavailableException(
                            "cannot connect: "
                                    + UnixSocketException.among(e)
                                            .orElseGet(() -> ServerErrors.of(e).message()) + waited(patience) + doubt,
                            why(e));
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private Exception why(SQLException refusal) {
        if (!KnownPassword.isLackedIn(refusal)) {
            return refusal;
        }
        return new PasswordNeededException(
                Optional.ofNullable(PGProperty.USER.getOrDefault(target.properties())),
                password -> new ServerConnection(target.with(PGProperty.PASSWORD, password), known, doubt),
                refusal);
    }

    private static String waited(long patience) {
        return patience == 0
                ? ""
                : " (the server was there before; it was waited for, for " + TimeUnit.NANOSECONDS.toSeconds(patience)
                        + " seconds)";
    }

    /** How long it is worth while to try again. */
    private long patienceAfter(SQLException refusal) {
        String state = String.valueOf(refusal.getSQLState());
        if (state.equals(CANNOT_CONNECT_NOW)) {
            return RECOVERY_NANOS;
        }
        boolean cutOff = state.startsWith("08") || state.startsWith("57P0");
        return cutOff && known.get() ? RESTART_NANOS : 0;
    }

    @Override
    public BackendSource changed(ConnectionChange change) {
        return to(target, change);
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
    public ScenarioDesk scenarioDesk() {
        return scenarioDesk;
    }

    @Override
    public Optional<String> partingWords() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Each backend closes its own connection.
        takeFirst().ifPresent(unasked -> unasked.putAwayLater(Backend::close));
        scenarioDesk.close();
    }
}
