package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.WindowOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.PGStream;

/** All that a window and the looks around it call, once, in a window that nothing runs in, and in one trip to the server. */
final class WarmUp {
    private WarmUp() {}

    /**
     * Does it if all of it may be called; what the server refuses all the same is let go.
     *
     * @param snapshots gets the look at the end
     * @return whether it was done, with a look at the end
     * @throws IOException if the connection is lost
     */
    static boolean isDone(BaseConnection connection, ExtensionLookup extension, SnapshotSource snapshots)
            throws SQLException, IOException {
        if (!extension.isAllowed()) {
            return false;
        }
        OneTrip trip = new OneTrip();
        if (!"on".equals(connection.getParameterStatus("is_superuser"))) {
            trip.call(OwnRole.CURRENT_USER);
        }
        int snapshot = extension.snapshotFunction().orElseThrow();
        Optional<byte[]> last = trip.call(snapshot)
                .query(FindingReader.of(FindingReader.NONE))
                .query(new WindowOpening(connection, extension.version()).sql(WindowOptions.none()))
                .query(FindingReader.of(FindingReader.OF_STATEMENT))
                .query(FindingReader.of(FindingReader.OF_WINDOW))
                .query(LimitsQuery.QUERY)
                .call(snapshot)
                .send(stream(connection));
        last.ifPresent(snapshots::took);
        return last.isPresent();
    }

    private static PGStream stream(BaseConnection connection) throws SQLException {
        try {
            return RowTap.streamOf(connection.getQueryExecutor());
        } catch (ReflectiveOperationException anotherDriver) {
            throw new SQLException("the driver is not the one that memcheck came with", "08000", anotherDriver);
        }
    }
}
