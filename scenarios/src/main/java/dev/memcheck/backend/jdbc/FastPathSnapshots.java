package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFormatException;
import dev.memcheck.snapshot.SnapshotReader;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.core.QueryExecutor;

/**
 * Snapshots through the extension, by a fast-path function call: the server neither parses nor plans, so that looking
 * disturbs less than any SELECT would.
 */
final class FastPathSnapshots implements SnapshotSource {
    private final QueryExecutor executor;
    private final int snapshotOid;
    private final OptionalInt peakOid;
    private final SnapshotReader reader = new SnapshotReader();
    private final BackendIdentity identity = new BackendIdentity();
    private final SnapshotReader peakReader = new SnapshotReader();

    /**
     * @param snapshotOid of {@code ext_memcheck.snapshot()}, looked up once when the backend was connected
     * @param peakOid of {@code ext_memcheck.peak()}, if the extension has it
     */
    FastPathSnapshots(QueryExecutor executor, int snapshotOid, OptionalInt peakOid) {
        this.executor = executor;
        this.snapshotOid = snapshotOid;
        this.peakOid = peakOid;
    }

    @Override
    public Snapshot take() throws SQLException {
        byte[] datum = call(snapshotOid);
        if (datum == null) {
            throw new SnapshotFormatException("ext_memcheck.snapshot() gave no snapshot, but NULL");
        }
        return identity.check(reader.read(datum));
    }

    @Override
    public Optional<Snapshot> peak() throws SQLException {
        byte[] datum = peakOid.isPresent() ? call(peakOid.getAsInt()) : null;
        return Optional.ofNullable(datum).map(peakReader::read);
    }

    // The driver advises prepared statements instead, which is what is to be avoided here.
    @SuppressWarnings("deprecation")
    private byte[] call(int functionOid) throws SQLException {
        return executor.fastpathCall(functionOid, executor.createFastpathParameters(0), true);
    }
}
