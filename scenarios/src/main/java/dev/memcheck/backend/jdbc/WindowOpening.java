package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.WindowOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** Calls {@code begin()}. What was given with the window has precedence over what the shell gives with each. */
final class WindowOpening {
    /**
     * The shell looks at its session after each statement. Where so many have begun without a look, a connection pooler gave
     * the backend to others, and it is not to follow what they do.
     */
    private static final int ABANDON_AFTER = 64;

    /** The one that does not know the option. */
    private static final String FIRST_VERSION = "1.0";

    private final Connection connection;
    private final Optional<String> extensionVersion;

    WindowOpening(Connection connection, Optional<String> extensionVersion) {
        this.connection = connection;
        this.extensionVersion = extensionVersion;
    }

    void open(WindowOptions options) throws SQLException {
        try (PreparedStatement statement = prepared(options)) {
            statement.execute();
        }
    }

    /** What is sent for that. */
    String sql(WindowOptions options) throws SQLException {
        try (PreparedStatement statement = prepared(options)) {
            return statement.toString();
        }
    }

    private PreparedStatement prepared(WindowOptions options) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                "SELECT ext_memcheck.begin(?, ?::pg_catalog.jsonb OPERATOR(pg_catalog.||) coalesce(?::pg_catalog.jsonb, '{}')"
                        + " OPERATOR(pg_catalog.||) CASE WHEN ?::pg_catalog.text IS NULL THEN '{}'"
                        + " ELSE pg_catalog.jsonb_build_object('name', ?::pg_catalog.text) END)");
        statement.setString(1, options.pattern().orElse(""));
        statement.setString(2, ofTheShell());
        statement.setString(3, options.json().orElse(null));
        statement.setString(4, options.name().orElse(null));
        statement.setString(5, options.name().orElse(null));
        return statement;
    }

    private String ofTheShell() {
        return extensionVersion.filter(FIRST_VERSION::equals).isPresent()
                ? "{}"
                : "{\"abandon_after\": " + ABANDON_AFTER + "}";
    }
}
