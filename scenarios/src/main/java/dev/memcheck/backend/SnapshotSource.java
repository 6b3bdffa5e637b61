package dev.memcheck.backend;

import dev.memcheck.snapshot.Snapshot;
import java.sql.SQLException;

/** One way to get a backend's context tree. */
interface SnapshotSource {
    /** @throws SQLException if the server refuses, or is lost */
    Snapshot take() throws SQLException;
}
