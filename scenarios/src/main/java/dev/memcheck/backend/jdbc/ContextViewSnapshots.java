package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SyntheticKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots from {@code pg_backend_memory_contexts}, for a server without the extension. The view knows no identity, so
 * keys are made from what it shows (see {@link SyntheticKeys}), and the query that reads it is in its own result: its
 * message and portal contexts are marked as the observer's. When the process started is not asked: to read that would leave
 * the server's copy of all activity in the tree.
 */
final class ContextViewSnapshots implements SnapshotSource {
    private static final int VERSION_WITH_PATH = 180000;
    private static final String COLUMNS = "name, coalesce(ident, ''), level, total_bytes, total_nblocks, free_bytes,"
            + " free_chunks, (extract(epoch FROM pg_catalog.clock_timestamp()) OPERATOR(pg_catalog.*) 1000000)::bigint, pg_catalog.pg_backend_pid(), ";

    private final Connection connection;
    private final String query;
    private final BackendIdentity identity = new BackendIdentity();
    private long sequence;

    ContextViewSnapshots(Connection connection, int serverVersionNumber) {
        this.connection = connection;
        // Until 17 the rows come in pre-order. From 18 on they come level by level, and the path puts them in order.
        this.query = serverVersionNumber >= VERSION_WITH_PATH
                ? "SELECT " + COLUMNS + "type FROM pg_catalog.pg_backend_memory_contexts ORDER BY path"
                : "SELECT " + COLUMNS + "'' FROM pg_catalog.pg_backend_memory_contexts";
    }

    @Override
    public Snapshot take() throws SQLException {
        List<ViewRow> rows = new ArrayList<>();
        Instant takenAt = Instant.EPOCH;
        int backendPid = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(ViewRow.of(result));
                takenAt = Instant.EPOCH.plus(result.getLong(8), ChronoUnit.MICROS);
                backendPid = result.getInt(9);
            }
        }
        return identity.check(snapshot(backendPid, ++sequence, takenAt, rows));
    }

    @Override
    public Optional<Snapshot> peak() {
        return Optional.empty();
    }

    /** @param rows in pre-order, the root first; the root's level may be 0 or 1 */
    static Snapshot snapshot(int backendPid, long sequence, Instant takenAt, List<ViewRow> rows) {
        SyntheticKeys keys = new SyntheticKeys(rows.stream()
                .map(row -> new SyntheticKeys.Named(row.level(), row.name(), row.ident()))
                .toList());
        List<ContextNode> nodes = new ArrayList<>(rows.size());
        List<ContextNode> path = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ViewRow row = rows.get(i);
            int level = row.level() - rows.get(0).level();
            path.subList(level, path.size()).clear();
            Optional<ContextNode> parent = level == 0 ? Optional.empty() : Optional.of(path.get(level - 1));
            ContextNode node = new ContextNode(
                    keys.of(i),
                    parent.map(ContextNode::key),
                    level,
                    row.name(),
                    row.ident(),
                    row.kind(),
                    Lifetime.UNKNOWN,
                    row.servesTheView() || parent.map(ContextNode::observer).orElse(false),
                    level == 1 && row.holdsStatistics()
                            || parent.map(ContextNode::clockDriven).orElse(false),
                    row.totalBytes(),
                    row.freeBytes(),
                    row.blocks(),
                    row.freeChunks());
            nodes.add(node);
            path.add(node);
        }
        return Snapshot.of(backendPid, sequence, takenAt, nodes);
    }
}
