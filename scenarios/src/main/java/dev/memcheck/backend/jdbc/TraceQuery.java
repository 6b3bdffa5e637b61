package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.Traced;
import dev.memcheck.finding.Finding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.postgresql.core.BaseConnection;

/** Has the server trace one of its processes, and waits for that; the server lets the process go in any case. */
final class TraceQuery {
    private static final String QUERY = "SELECT " + FindingReader.COLUMNS
            + " FROM ext_memcheck.trace_findings(?::pg_catalog.int4, ?::pg_catalog.float8)";
    private static final long POLL_NANOS = 20_000_000;

    private TraceQuery() {}

    /**
     * @param cancelled asked again and again, by another thread
     * @throws SQLException if the server refuses, or was told to stop
     */
    static Traced of(BaseConnection server, int pid, Duration duration, BooleanSupplier cancelled) throws SQLException {
        try (PreparedStatement statement = server.prepareStatement(QUERY)) {
            statement.setString(1, String.valueOf(pid));
            statement.setString(2, String.valueOf(duration.toMillis() / 1000.0));
            Thread watcher = new Thread(() -> cancelWhen(cancelled, statement), "memcheck trace");
            watcher.setDaemon(true);
            watcher.start();
            try (ResultSet rows = statement.executeQuery()) {
                List<Finding> findings = new ArrayList<>(FindingReader.all(rows));
                findings.sort(Finding.WORST_FIRST);
                return Traced.of(findings, notes(statement));
            } finally {
                watcher.interrupt();
            }
        }
    }

    private static void cancelWhen(BooleanSupplier cancelled, PreparedStatement statement) {
        while (!Thread.currentThread().isInterrupted()) {
            if (cancelled.getAsBoolean()) {
                try {
                    statement.cancel();
                } catch (SQLException alreadyOver) {
                    // It ends by itself.
                }
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static List<String> notes(PreparedStatement statement) throws SQLException {
        List<String> notes = new ArrayList<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            notes.add(warning.getMessage());
        }
        return notes;
    }
}
