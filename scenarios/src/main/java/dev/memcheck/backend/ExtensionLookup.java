package dev.memcheck.backend;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;

/**
 * Whether a database has {@code pg_ext_memcheck}.
 *
 * @param version of the extension, empty if it was not created
 * @param snapshotFunction OID of {@code ext_memcheck.snapshot()}, if there is one that may be called
 */
record ExtensionLookup(Optional<String> version, OptionalInt snapshotFunction) {
    private static final String QUERY = "SELECT (SELECT extversion FROM pg_catalog.pg_extension"
            + " WHERE extname = 'pg_ext_memcheck'), pg_catalog.to_regprocedure('ext_memcheck.snapshot()')::oid";

    /** @throws SQLException if the server refuses */
    static ExtensionLookup in(BaseConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            Optional<String> version = Optional.ofNullable(row.getString(1));
            // An OID is unsigned and the protocol layer takes its bits as an int.
            int oid = (int) row.getLong(2);
            boolean known = version.isPresent() && !row.wasNull();
            return new ExtensionLookup(version, known ? OptionalInt.of(oid) : OptionalInt.empty());
        }
    }

    SnapshotSource snapshots(BaseConnection connection) {
        QueryExecutor executor = connection.getQueryExecutor();
        if (snapshotFunction.isPresent()) {
            return new FastPathSnapshots(executor, snapshotFunction.getAsInt());
        }
        return new ContextViewSnapshots(connection, executor.getBackendPID(), executor.getServerVersionNum());
    }

    /** Why a scenario cannot be run with such an extension. */
    static SqlError withoutScenarios(BackendFacts facts) {
        return new SqlError(
                "ERROR",
                "0A000",
                "pg_ext_memcheck " + facts.extensionVersion().orElse("") + " on this server runs no scenarios",
                Optional.of("It has no function ext_memcheck.run_scenario."),
                Optional.of("Install the pg_ext_memcheck that came with this memcheck."),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** Why a window cannot be opened on such a server. */
    static SqlError missing(BackendFacts facts) {
        return new SqlError(
                "ERROR",
                "0A000",
                "windows and findings need the extension pg_ext_memcheck, which this database does not have",
                Optional.of("Connected to PostgreSQL " + facts.serverVersion() + ", " + facts.where() + "."),
                Optional.of("Put pg_ext_memcheck into shared_preload_libraries, restart the server and run CREATE"
                        + " EXTENSION pg_ext_memcheck; or start memcheck without connection arguments, on a backend of"
                        + " its own."),
                Optional.empty(),
                OptionalInt.empty());
    }
}
