package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.Traced;
import dev.memcheck.backend.TracedPlace;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.Snapshot;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postgresql.core.BaseConnection;

/** Has the server trace one of its processes, looks again and again, and has it let the process go in any case. */
final class TraceQuery {
    private static final String START = "SELECT ext_memcheck.trace_start(?::pg_catalog.int4, ?::pg_catalog.int4)";
    private static final String LOOK =
            "SELECT source_lib, symbol, source_file, source_line, context_path, bytes, count,"
                    + " bytes_per_second, sightings, confirmed, check_type, query_id, statement, bytes_error FROM ext_memcheck.trace_look()";
    private static final String STOP = FindingReader.of("ext_memcheck.trace_stop()");

    /** What the server says of a process that it cannot follow any more. */
    private static final String ENDED = " ended while it was traced";

    /** A series of looks is decided after 24 of them. */
    private static final int LOOKS = 40;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final long POLL_NANOS = 10_000_000;

    private final BaseConnection server;
    private final Supplier<Optional<Snapshot>> tree;
    private final Consumer<TraceLook> seen;
    private final BooleanSupplier cancelled;

    private TraceQuery(
            BaseConnection server,
            Supplier<Optional<Snapshot>> tree,
            Consumer<TraceLook> seen,
            BooleanSupplier cancelled) {
        this.server = server;
        this.tree = tree;
        this.seen = seen;
        this.cancelled = cancelled;
    }

    /**
     * @param tree of the process at a look
     * @throws SQLException if the server refuses
     */
    static Traced of(
            BaseConnection server,
            int pid,
            Duration duration,
            OptionalInt every,
            Supplier<Optional<Snapshot>> tree,
            Consumer<TraceLook> seen,
            BooleanSupplier cancelled)
            throws SQLException {
        try (PreparedStatement start = server.prepareStatement(START)) {
            start.setString(1, String.valueOf(pid));
            start.setString(2, String.valueOf(every.orElse(0)));
            start.execute();
        }
        TraceQuery trace = new TraceQuery(server, tree, seen, cancelled);
        Traced traced;
        try {
            trace.follow(duration);
        } finally {
            traced = trace.stop();
        }
        return cancelled.getAsBoolean() ? Traced.refused("the trace was cancelled") : traced;
    }

    private void follow(Duration duration) throws SQLException {
        long start = System.nanoTime();
        Duration pause = duration.dividedBy(LOOKS);
        pause = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        while (!cancelled.getAsBoolean()) {
            Duration left = duration.minusNanos(System.nanoTime() - start);
            if (left.isNegative() || left.isZero()) {
                return;
            }
            await(pause.compareTo(left) < 0 ? pause : left);
            if (!look(start)) {
                return;
            }
        }
    }

    private void await(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - until < 0 && !cancelled.getAsBoolean()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Whether the process is still there. */
    private boolean look(long start) throws SQLException {
        try (PreparedStatement look = server.prepareStatement(LOOK);
                ResultSet rows = look.executeQuery()) {
            List<TracedPlace> places = new ArrayList<>();
            while (rows.next()) {
                places.add(place(rows));
            }
            places.sort(Comparator.comparing(TracedPlace::confirmed)
                    .thenComparing(TracedPlace::bytes)
                    .reversed());
            seen.accept(new TraceLook(Duration.ofNanos(System.nanoTime() - start), places, tree.get()));
            return notes(look).stream().noneMatch(note -> note.endsWith(ENDED));
        }
    }

    private static TracedPlace place(ResultSet row) throws SQLException {
        long queryId = row.getLong(12);
        OptionalLong query = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(queryId);
        return new TracedPlace(
                owner(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)),
                path(row.getArray(5)),
                row.getLong(6),
                row.getLong(7),
                row.getDouble(8),
                row.getInt(9),
                row.getBoolean(10),
                row.getString(11),
                query,
                Optional.ofNullable(row.getString(13)),
                error(row));
    }

    private static OptionalLong error(ResultSet row) throws SQLException {
        long error = row.getLong(14);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(error);
    }

    private static String owner(String library, String symbol, String file, int line) {
        String function = symbol == null ? "a function that is not known" : symbol;
        String place = file == null ? "" : " " + file.substring(file.lastIndexOf('/') + 1) + ":" + line;
        return function + place + (library == null ? "" : " (" + library + ")");
    }

    private static List<String> path(Array names) throws SQLException {
        return names == null ? List.of() : List.of((String[]) names.getArray());
    }

    private Traced stop() throws SQLException {
        try (PreparedStatement stop = server.prepareStatement(STOP);
                ResultSet rows = stop.executeQuery()) {
            List<Finding> findings = new ArrayList<>(FindingReader.all(rows));
            findings.sort(Finding.WORST_FIRST);
            return Traced.of(findings, notes(stop));
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
