package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendUnavailableException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postgresql.core.BaseConnection;

/**
 * Makes a backend of a connection that was just opened. Until that is done it may go, fall silent or answer nonsense like
 * any other server; each of these is one sentence.
 */
public final class TakeOver {
    private TakeOver() {}

    /**
     * Takes a connection over, and closes it if that fails.
     *
     * @param deadline a reading of {@link System#nanoTime} at which the server must have answered everything; empty if it
     *     may take its time
     * @throws SQLException if the server refuses or ends the connection
     * @throws BackendUnavailableException if it says nothing in time, or what cannot be understood
     */
    public static Backend of(BaseConnection connection, Optional<Long> deadline) throws SQLException {
        Watchdog watchdog = new Watchdog(connection, deadline);
        try {
            return ForeignAnswers.of(JdbcBackend.on(connection));
        } catch (SQLException e) {
            watchdog.complain(e);
            if (ServerErrors.isUnreadable(e)) {
                throw new BackendUnavailableException(
                        "the server " + ForeignAnswers.CANNOT_READ + ForeignAnswers.NOT_WHAT_WAS_ASKED, e);
            }
            throw e;
        } catch (BackendLostException e) {
            connection.close();
            watchdog.complain(e);
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new BackendUnavailableException(e.getMessage(), e);
        } catch (RuntimeException | OutOfMemoryError e) {
            connection.close();
            if (!ForeignAnswers.isUnreadable(e)) {
                throw e;
            }
            throw new BackendUnavailableException("the server " + ForeignAnswers.words(e), e);
        } finally {
            watchdog.close();
        }
    }

    /** Cuts a connection when its time is over. */
    private static final class Watchdog implements AutoCloseable {
        private final Optional<ScheduledExecutorService> timer;
        private volatile boolean bitten;

        Watchdog(BaseConnection connection, Optional<Long> deadline) {
            timer = deadline.map(unused -> Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "memcheck-take-over");
                thread.setDaemon(true);
                return thread;
            }));
            timer.ifPresent(clock -> schedule(clock, connection, deadline.get()));
        }

        private Future<?> schedule(ScheduledExecutorService clock, BaseConnection connection, long deadline) {
            return clock.schedule(() -> bite(connection), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        private void bite(BaseConnection connection) {
            bitten = true;
            try {
                connection.abort(Runnable::run);
            } catch (SQLException goneAlready) {
                // Then whoever waits for it has been told.
            }
        }

        void complain(Exception e) {
            if (bitten) {
                throw new BackendUnavailableException(
                        "the server let us in but did not answer within the connect timeout", e);
            }
        }

        @Override
        public void close() {
            timer.ifPresent(ScheduledExecutorService::shutdownNow);
        }
    }
}
