package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import java.sql.SQLException;
import java.util.Optional;

/** One way to get a backend's context tree. */
interface SnapshotSource {
    /** @throws SQLException if the server refuses, or is lost */
    Snapshot take() throws SQLException;

    /**
     * What a snapshot says beside the tree.
     *
     * @throws SQLException if the server refuses, or is lost
     */
    default SnapshotFacts glance() throws SQLException {
        return take().facts();
    }

    /**
     * The largest tree seen inside the last statement, if one was kept.
     *
     * @throws SQLException if the server refuses, or is lost
     */
    Optional<Snapshot> peak() throws SQLException;
}
