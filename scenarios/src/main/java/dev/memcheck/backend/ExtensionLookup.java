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
 * @param peakFunction OID of {@code ext_memcheck.peak()}, the same
 */
record ExtensionLookup(Optional<String> version, OptionalInt snapshotFunction, OptionalInt peakFunction) {
    private static final String QUERY = "SELECT (SELECT extversion FROM pg_catalog.pg_extension"
            + " WHERE extname OPERATOR(pg_catalog.=) 'pg_ext_memcheck'), pg_catalog.to_regprocedure('ext_memcheck.snapshot()')::pg_catalog.oid,"
            + " pg_catalog.to_regprocedure('ext_memcheck.peak()')::pg_catalog.oid";

    /** @throws SQLException if the server refuses */
    static ExtensionLookup in(BaseConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            Optional<String> version = Optional.ofNullable(row.getString(1));
            if (version.isEmpty()) {
                return new ExtensionLookup(version, OptionalInt.empty(), OptionalInt.empty());
            }
            return new ExtensionLookup(version, oid(row, 2), oid(row, 3));
        }
    }

    /**
     * The OID in a column. It is unsigned, and the protocol layer takes its bits as an int.
     *
     * @throws SQLException if the server refuses
     */
    static OptionalInt oid(ResultSet row, int column) throws SQLException {
        int oid = (int) row.getLong(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(oid);
    }

    SnapshotSource snapshots(BaseConnection connection) {
        QueryExecutor executor = connection.getQueryExecutor();
        if (snapshotFunction.isPresent()) {
            return new FastPathSnapshots(executor, snapshotFunction.getAsInt(), peakFunction);
        }
        return new ContextViewSnapshots(connection, executor.getBackendPID(), executor.getServerVersionNum());
    }

    /** Why a scenario cannot be run with such an extension. */
    static SqlError withoutScenarios(BackendFacts facts) {
        return new SqlError(
                "ERROR",
                "0A000",
                "pg_ext_memcheck " + facts.extensionVersion().orElse("") + " on this server runs no scenarios",
                Optional.of("It has no function ext_memcheck.scenario_findings."),
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
