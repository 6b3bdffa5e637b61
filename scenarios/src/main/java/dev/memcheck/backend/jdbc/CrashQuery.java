package dev.memcheck.backend.jdbc;

import dev.memcheck.finding.Finding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.BaseConnection;

/** Reads what a process wrote down of its crash in a window. */
public final class CrashQuery {
    private static final String QUERY = "SELECT " + FindingReader.COLUMNS + " FROM ext_memcheck.crashes()"
            + " WHERE backend_pid OPERATOR(pg_catalog.=) ?::pg_catalog.int4"
            + " AND ts OPERATOR(pg_catalog.>) (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)"
            + " '10 minutes'::pg_catalog.interval)";

    private CrashQuery() {}

    /**
     * Of the process that had this number most recently.
     *
     * @throws SQLException if the server refuses, as one whose extension does not know crashes
     */
    public static Optional<Finding> of(BaseConnection server, int pid) throws SQLException {
        if (!ExtensionLookup.isIn(server)) {
            return Optional.empty();
        }
        try (PreparedStatement statement = server.prepareStatement(QUERY)) {
            statement.setString(1, String.valueOf(pid));
            try (ResultSet rows = statement.executeQuery()) {
                List<Finding> findings = FindingReader.all(rows);
                return findings.stream().findFirst();
            }
        }
    }
}
