package dev.memcheck.backend;

import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotReader;
import java.sql.SQLException;
import org.postgresql.core.QueryExecutor;

/**
 * Snapshots through the extension, by a fast-path function call: the server neither parses nor plans, so that looking
 * disturbs less than any SELECT would.
 */
final class FastPathSnapshots implements SnapshotSource {
    private final QueryExecutor executor;
    private final int functionOid;
    private final SnapshotReader reader = new SnapshotReader();

    /** @param functionOid of {@code ext_memcheck.snapshot()}, looked up once when the backend was connected */
    FastPathSnapshots(QueryExecutor executor, int functionOid) {
        this.executor = executor;
        this.functionOid = functionOid;
    }

    // The driver advises prepared statements instead, which is what is to be avoided here.
    @SuppressWarnings("deprecation")
    @Override
    public Snapshot take() throws SQLException {
        byte[] datum = executor.fastpathCall(functionOid, executor.createFastpathParameters(0), true);
        return reader.read(datum);
    }
}
