package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs statements against the time that {@code \timeout} allows. What takes longer is cancelled and so becomes the
 * server's error 57014. One thread uses it.
 */
final class StatementClock implements AutoCloseable {
    private static final String QUERY_CANCELED = "57014";

    private final Runnable cancel;
    private Optional<Duration> limit = Optional.empty();

    /** Made when a limit is first set: most sessions have none. */
    private Optional<ScheduledExecutorService> timer = Optional.empty();

    /** @param cancel cancels the statement that runs; called on another thread */
    StatementClock(Runnable cancel) {
        this.cancel = cancel;
    }

    /** The limit of the statements from now on; empty for none. */
    void limit(Optional<Duration> allowed) {
        limit = allowed;
        if (allowed.isPresent() && timer.isEmpty()) {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "memcheck-timeout");
                thread.setDaemon(true);
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
            timer = Optional.of(executor);
        }
    }

    /** Runs a statement whose rows nobody wants, within the limit. */
    StatementResult execute(Backend backend, String sql) {
        return execute(backend, sql, RowSink.none());
    }

    /** Runs a statement as {@link Backend#execute} does, within the limit. */
    StatementResult execute(Backend backend, String sql, RowSink sink) {
        if (limit.isEmpty()) {
            return backend.execute(sql, sink);
        }
        Attempt attempt = new Attempt(cancel);
        timer.orElseThrow().schedule(attempt::expire, limit.get().toMillis(), TimeUnit.MILLISECONDS);
        try {
            StatementResult result = backend.execute(sql, sink);
            return attempt.finish() ? explained(result) : result;
        } finally {
            attempt.finish();
        }
    }

    @Override
    public void close() {
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
    }

    /** The server only knows that somebody asked; who did is our hint. */
    private StatementResult explained(StatementResult result) {
        if (!(result instanceof StatementResult.Failed failed)
                || !failed.error().sqlState().equals(QUERY_CANCELED)) {
            return result;
        }
        SqlError error = failed.error();
        String hint =
                "It took longer than \\timeout allows, " + limit.orElseThrow().toMillis() + " ms.";
        return new StatementResult.Failed(
                new SqlError(
                        error.severity(),
                        error.sqlState(),
                        error.message(),
                        error.detail(),
                        Optional.of(hint),
                        error.context(),
                        error.position()),
                failed.durationMicros(),
                failed.notices());
    }

    /**
     * One statement. A cancel request that goes out is waited for, so that it cannot hit what runs next: the server
     * drops one that finds it idle.
     */
    private static final class Attempt {
        private final Runnable cancel;
        private boolean finished;
        private boolean expired;

        Attempt(Runnable cancel) {
            this.cancel = cancel;
        }

        synchronized void expire() {
            if (!finished) {
                expired = true;
                cancel.run();
            }
        }

        /** Whether the time was up. */
        synchronized boolean finish() {
            finished = true;
            return expired;
        }
    }
}
