package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.sql.SqlError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
 * @param tellsLimits whether there is a {@code ext_memcheck.window_limits()} that may be called
 */
public record ExtensionLookup(
        Optional<String> version, OptionalInt snapshotFunction, OptionalInt peakFunction, boolean tellsLimits) {
    private static final String NOT_ALLOWED = "42501";
    private static final String QUERY = "SELECT (SELECT extversion FROM pg_catalog.pg_extension"
            + " WHERE extname OPERATOR(pg_catalog.=) 'pg_ext_memcheck'), (" + callable("snapshot") + "), ("
            + callable("peak") + "), (" + callable("window_limits") + ")";

    /** What a window needs. */
    static final List<String> WINDOWS = List.of(
            "ext_memcheck.snapshot",
            "ext_memcheck.peak",
            "ext_memcheck.begin",
            "ext_memcheck.judge",
            "ext_memcheck.\"end\"",
            "ext_memcheck.window_limits");

    /** What a scenario needs. */
    static final List<String> SCENARIOS =
            List.of("ext_memcheck.scenario_findings", "ext_memcheck.scenario_curve", "ext_memcheck.scenario_outcome");

    /** By the catalog, which also those may read who are not allowed the schema. */
    private static String callable(String function) {
        return "SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n"
                + " ON n.oid OPERATOR(pg_catalog.=) p.pronamespace WHERE n.nspname OPERATOR(pg_catalog.=) 'ext_memcheck'"
                + " AND p.proname OPERATOR(pg_catalog.=) '" + function + "' AND p.pronargs OPERATOR(pg_catalog.=) 0"
                + " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')"
                + " AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')";
    }

    /** @throws SQLException if the server refuses */
    public static ExtensionLookup in(BaseConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            Optional<String> version = Optional.ofNullable(row.getString(1));
            if (version.isEmpty()) {
                return new ExtensionLookup(version, OptionalInt.empty(), OptionalInt.empty(), false);
            }
            return new ExtensionLookup(
                    version, oid(row, 2), oid(row, 3), oid(row, 4).isPresent());
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

    /**
     * What the server refuses, with the GRANT that is missing if that is why.
     *
     * @param functions that are to be granted
     */
    static SqlError withGrant(SqlError error, String user, List<String> functions) {
        if (!error.sqlState().equals(NOT_ALLOWED) || error.hint().isPresent()) {
            return error;
        }
        String role = '"' + user.replace("\"", "\"\"") + '"';
        return new SqlError(
                error.severity(),
                error.sqlState(),
                error.message(),
                error.detail(),
                Optional.of("A superuser runs: GRANT USAGE ON SCHEMA ext_memcheck TO " + role
                        + "; GRANT EXECUTE ON FUNCTION " + String.join(", ", functions) + " TO " + role
                        + "; Statements run without it."),
                error.context(),
                error.position());
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
