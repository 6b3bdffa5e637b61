package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import java.sql.SQLException;
import java.util.Optional;

/** One way to get a backend's context tree. */
interface SnapshotSource {
    /** @throws SQLException if the server refuses, or is lost */
    Snapshot take() throws SQLException;

    /** One was taken otherwise, by the same function, and is as good as the next unless something runs before that. */
    default void took(byte[] datum) {}

    /** Something runs: what was taken before it is of no use. */
    default void forget() {}

    /** One way to look. */
    interface Look<T> {
        /** @throws SQLException if the server refuses, or is lost */
        T at(SnapshotSource source) throws SQLException;
    }

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
