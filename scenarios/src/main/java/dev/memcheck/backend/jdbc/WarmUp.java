package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.WindowOptions;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.PGStream;

/** All that a window and the looks around it call, once, in a window that nothing runs in, and in one trip to the server. */
final class WarmUp {
    private WarmUp() {}

    /**
     * Does it if all of it may be called; what the server refuses all the same is let go.
     *
     * @return whether it was done
     * @throws IOException if the connection is lost
     */
    static boolean isDone(BaseConnection connection, ExtensionLookup extension) throws SQLException, IOException {
        if (!extension.isAllowed()) {
            return false;
        }
        OneTrip trip = new OneTrip();
        if (!"on".equals(connection.getParameterStatus("is_superuser"))) {
            trip.call(OwnRole.CURRENT_USER);
        }
        trip.call(extension.snapshotFunction().orElseThrow())
                .query(FindingReader.of(FindingReader.NONE))
                .query(new WindowOpening(connection, extension.version()).sql(WindowOptions.none()))
                .query(FindingReader.of(FindingReader.OF_STATEMENT))
                .query(FindingReader.of(FindingReader.OF_WINDOW))
                .query(LimitsQuery.QUERY)
                .send(stream(connection));
        return true;
    }

    private static PGStream stream(BaseConnection connection) throws SQLException {
        try {
            return RowTap.streamOf(connection.getQueryExecutor());
        } catch (ReflectiveOperationException anotherDriver) {
            throw new SQLException("the driver is not the one that memcheck came with", "08000", anotherDriver);
        }
    }
}
