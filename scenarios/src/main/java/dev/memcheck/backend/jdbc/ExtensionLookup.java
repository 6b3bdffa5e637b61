package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.MissingExtension;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.sql.SqlError;
import java.sql.Connection;
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
 * @param version of the extension's SQL objects, empty if it was not created
 * @param loaded version of the library, empty if the server has not loaded it
 * @param available version of the installed files; empty if there are none, or if it does not matter
 * @param snapshotFunction OID of {@code ext_memcheck.snapshot()}, if there is one that may be called
 * @param peakFunction OID of {@code ext_memcheck.peak()}, the same
 * @param glanceFunction OID of {@code ext_memcheck.glance()}, the same
 * @param tellsLimits whether there is a {@code ext_memcheck.window_limits()} that may be called
 * @param pid process id of the backend that answered; a pooler gives the client another number
 */
public record ExtensionLookup(
        Optional<String> version,
        Optional<String> loaded,
        Optional<String> available,
        OptionalInt snapshotFunction,
        OptionalInt peakFunction,
        OptionalInt glanceFunction,
        boolean tellsLimits,
        int pid) {
    private static final String NOT_ALLOWED = "42501";
    private static final String NO_FILE = "58P01";
    /** What {@link #in} asks. */
    static final String QUERY = "SELECT (SELECT extversion FROM pg_catalog.pg_extension"
            + " WHERE extname OPERATOR(pg_catalog.=) 'pg_ext_memcheck'), (" + callable("snapshot", 0) + "), ("
            + callable("peak", 0) + "), (" + callable("window_limits", 0)
            + "), pg_catalog.current_setting('pg_ext_memcheck.version', true), (" + callable("glance", 0)
            + "), pg_catalog.pg_backend_pid()";

    /** Reads files of the server, so it is asked only where something does not fit. */
    private static final String AVAILABLE = "SELECT default_version FROM pg_catalog.pg_available_extensions"
            + " WHERE name OPERATOR(pg_catalog.=) 'pg_ext_memcheck'";

    private static final String ALONE = "; pg_ext_memcheck is loaded for this session alone, and what looks at other"
            + " processes needs it in shared_preload_libraries";

    /** From this version on sessions share memory that they find by name. */
    private static final int SHARES_LATER = 170_000;

    private static final String ONE_BY_ONE = "; pg_ext_memcheck is loaded session by session, and only sessions that"
            + " have it can be looked at; shared_preload_libraries brings it into all processes";

    /** What a window needs. */
    static final List<String> WINDOWS = List.of(
            "ext_memcheck.snapshot",
            "ext_memcheck.glance",
            "ext_memcheck.peak",
            "ext_memcheck.begin",
            "ext_memcheck.judge",
            "ext_memcheck.\"end\"",
            "ext_memcheck.window_limits");

    /** What a scenario needs. */
    static final List<String> SCENARIOS =
            List.of("ext_memcheck.scenario_findings", "ext_memcheck.scenario_curve", "ext_memcheck.scenario_outcome");

    /** By the catalog, which also those may read who are not allowed the schema. */
    static String callable(String function, int arguments) {
        return functions(function, arguments) + " AND pg_catalog.has_schema_privilege(p.pronamespace, 'USAGE')"
                + " AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')";
    }

    /**
     * The OID of a function of the extension. A schema of that name alone says nothing: whoever owns a database can make one,
     * and would have its functions called by a superuser who looks around there.
     */
    static String functions(String function, int arguments) {
        return "SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_extension e"
                + " ON e.extnamespace OPERATOR(pg_catalog.=) p.pronamespace"
                + " WHERE e.extname OPERATOR(pg_catalog.=) 'pg_ext_memcheck'"
                + " AND p.proname OPERATOR(pg_catalog.=) '" + function + "' AND p.pronargs OPERATOR(pg_catalog.=) "
                + arguments;
    }

    /**
     * Whether the database has the extension, so that what is called by its name is the extension's.
     *
     * @throws SQLException if the server refuses
     */
    static boolean isIn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT FROM pg_catalog.pg_extension"
                        + " WHERE extname OPERATOR(pg_catalog.=) 'pg_ext_memcheck'")) {
            return row.next();
        }
    }

    /** @throws SQLException if the server refuses */
    public static ExtensionLookup in(BaseConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            Optional<String> version = Optional.ofNullable(row.getString(1));
            Optional<String> loaded = Optional.ofNullable(row.getString(5));
            boolean fits = loaded.isPresent() && loaded.equals(version);
            Optional<String> available = fits ? loaded : available(statement.getConnection());
            if (version.isEmpty()) {
                return new ExtensionLookup(
                        version,
                        loaded,
                        available,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        false,
                        row.getInt(7));
            }
            return new ExtensionLookup(
                    version,
                    loaded,
                    available,
                    oid(row, 2),
                    oid(row, 3),
                    oid(row, 6),
                    oid(row, 4).isPresent(),
                    row.getInt(7));
        }
    }

    private static Optional<String> available(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(AVAILABLE)) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** Whether a function of it would bring the library into the session. */
    boolean comesWithFirstCall() {
        return snapshotFunction.isPresent() && loaded.isEmpty();
    }

    /**
     * Of the backend that was asked.
     *
     * @param alone whether the server has not preloaded the library, and this session has
     */
    BackendFacts facts(QueryExecutor executor, boolean alone) {
        return new BackendFacts(
                pid,
                executor.getServerVersion().split(" ", 2)[0],
                executor.getServerVersionNum(),
                version,
                where(executor) + (alone ? loadedHere(executor.getServerVersionNum()) : ""));
    }

    private static String loadedHere(int server) {
        return server < SHARES_LATER ? ALONE : ONE_BY_ONE;
    }

    private static String where(QueryExecutor executor) {
        String host = executor.getHostSpec().getHost();
        return "database \"" + executor.getDatabase() + "\" as user \"" + executor.getUser() + "\" "
                + (host.startsWith("/") ? "via socket in" : "on host") + " \"" + host + "\" at port "
                + executor.getHostSpec().getPort();
    }

    /** What does not fit together, so that no window can be opened. */
    Optional<VersionSkew> skew() {
        return version.flatMap(objects -> VersionSkew.between(objects, loaded, available));
    }

    /** Whether windows can be opened, as far as versions tell. */
    boolean isUsable() {
        return version.isPresent() && skew().isEmpty();
    }

    /** Whether all that a window needs may be called, as far as was looked. */
    boolean isAllowed() {
        return isUsable()
                && loaded.isPresent()
                && snapshotFunction.isPresent()
                && peakFunction.isPresent()
                && tellsLimits;
    }

    /** Why no window can be opened, as far as versions tell. */
    Optional<SqlError> obstacle(BackendFacts facts) {
        return version.isEmpty() ? Optional.of(missing(facts)) : skew().map(skew -> notUsable(skew.sentence()));
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
            return new FastPathSnapshots(executor, snapshotFunction.getAsInt(), peakFunction, glanceFunction);
        }
        return new ContextViewSnapshots(connection, executor.getServerVersionNum());
    }

    /**
     * What the server refuses, with the GRANT or the library that is missing if that is why.
     *
     * @param functions that are to be granted
     */
    static SqlError withAdvice(SqlError error, String user, List<String> functions) {
        if (error.hint().isPresent()) {
            return error;
        }
        if (error.sqlState().equals(NO_FILE)) {
            return withHint(
                    error,
                    "The database has the SQL objects of pg_ext_memcheck, but its library is not on the server: "
                            + VersionSkew.INSTALL + ", and restart it.");
        }
        if (!error.sqlState().equals(NOT_ALLOWED)) {
            return error;
        }
        String role = '"' + user.replace("\"", "\"\"") + '"';
        return withHint(
                error,
                "A superuser runs: GRANT USAGE ON SCHEMA ext_memcheck TO " + role + "; GRANT EXECUTE ON FUNCTION "
                        + String.join(", ", functions) + " TO " + role + "; Statements run without it.");
    }

    private static SqlError withHint(SqlError error, String hint) {
        return new SqlError(
                error.severity(),
                error.sqlState(),
                error.message(),
                error.detail(),
                Optional.of(hint),
                error.context(),
                // It is a place in memcheck's own SQL.
                OptionalInt.empty());
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

    /** Why a window cannot be opened in a database without the extension. */
    SqlError missing(BackendFacts facts) {
        return new SqlError(
                "ERROR",
                "0A000",
                "windows and findings need the extension pg_ext_memcheck, which this database does not have",
                Optional.of("Connected to PostgreSQL " + facts.serverVersion() + ", " + facts.where() + "."),
                Optional.of(MissingExtension.howToCreate(available.isPresent())
                        + "; or start memcheck without connection arguments, on a backend of its own."),
                Optional.empty(),
                OptionalInt.empty());
    }

    private static SqlError notUsable(String sentence) {
        return new SqlError(
                "ERROR", "55000", sentence, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }
}
