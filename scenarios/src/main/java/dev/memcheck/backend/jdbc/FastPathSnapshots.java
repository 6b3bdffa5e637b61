package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import dev.memcheck.snapshot.SnapshotFormatException;
import dev.memcheck.snapshot.SnapshotReader;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.postgresql.core.QueryExecutor;

/**
 * Snapshots through the extension, by a fast-path function call: the server neither parses nor plans, so that looking
 * disturbs less than any SELECT would.
 */
final class FastPathSnapshots implements SnapshotSource {
    /** A backend that is idle for longer may have been told to tidy its caches. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final QueryExecutor executor;
    private final int snapshotOid;
    private final OptionalInt peakOid;
    private final OptionalInt glanceOid;
    private final SnapshotReader reader = new SnapshotReader();
    private final BackendIdentity identity = new BackendIdentity();
    private final SnapshotReader peakReader = new SnapshotReader();
    private final SnapshotReader glanceReader = new SnapshotReader();

    /** One that was taken and not asked for. */
    private Optional<Snapshot> ahead = Optional.empty();

    private long takenAt;

    /**
     * @param snapshotOid of {@code ext_memcheck.snapshot()}, looked up once when the backend was connected
     * @param peakOid of {@code ext_memcheck.peak()}, if the extension has it
     * @param glanceOid of {@code ext_memcheck.glance()}, if it has that
     */
    FastPathSnapshots(QueryExecutor executor, int snapshotOid, OptionalInt peakOid, OptionalInt glanceOid) {
        this.executor = executor;
        this.snapshotOid = snapshotOid;
        this.peakOid = peakOid;
        this.glanceOid = glanceOid;
    }

    @Override
    public Snapshot take() throws SQLException {
        Optional<Snapshot> taken = ahead.filter(unused -> System.nanoTime() - takenAt < FRESH_NANOS);
        ahead = Optional.empty();
        return taken.isPresent() ? taken.get() : read(reader, snapshotOid, "ext_memcheck.snapshot()");
    }

    @Override
    public SnapshotFacts glance() throws SQLException {
        return glanceOid.isPresent()
                ? read(glanceReader, glanceOid.getAsInt(), "ext_memcheck.glance()")
                        .facts()
                : take().facts();
    }

    @Override
    public void took(byte[] datum) {
        ahead = Optional.of(identity.check(reader.read(datum)));
        takenAt = System.nanoTime();
    }

    @Override
    public void forget() {
        ahead = Optional.empty();
    }

    private Snapshot read(SnapshotReader from, int functionOid, String name) throws SQLException {
        byte[] datum = call(functionOid);
        if (datum == null) {
            throw new SnapshotFormatException(name + " gave no snapshot, but NULL");
        }
        return identity.check(from.read(datum));
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
