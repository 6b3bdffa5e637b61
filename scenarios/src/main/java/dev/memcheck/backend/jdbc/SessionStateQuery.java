package dev.memcheck.backend.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;

/** What a session has set, as SQL that sets it in another one. */
final class SessionStateQuery {
    /** The role last: it may not be allowed the settings. */
    private static final String QUERY = """
            SELECT pg_catalog.format('SELECT pg_catalog.set_config(%L, %L, false)', name,
                                     pg_catalog.current_setting(name))
            FROM pg_catalog.pg_settings
            WHERE source OPERATOR(pg_catalog.=) 'session' AND context OPERATOR(pg_catalog.=) ANY ('{user,superuser}')
            UNION ALL
            SELECT pg_catalog.format('SET SESSION AUTHORIZATION %I', session_user)
            UNION ALL
            SELECT CASE WHEN pg_catalog.current_setting('role') OPERATOR(pg_catalog.=) 'none' THEN 'RESET ROLE'
                   ELSE pg_catalog.format('SET ROLE %I', current_user) END
            """;

    private SessionStateQuery() {}

    /** @throws SQLException if the server refuses */
    static List<String> run(BaseConnection connection) throws SQLException {
        List<String> state = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                state.add(rows.getString(1));
            }
        }
        return state;
    }
}
