package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.Snapshot;
import java.sql.SQLException;
import java.util.Optional;

/** One way to get a backend's context tree. */
interface SnapshotSource {
    /** @throws SQLException if the server refuses, or is lost */
    Snapshot take() throws SQLException;

    /**
     * The largest tree seen inside the last statement, if one was kept.
     *
     * @throws SQLException if the server refuses, or is lost
     */
    Optional<Snapshot> peak() throws SQLException;
}
