package dev.memcheck.backend.cluster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some releases of the server take a library for logical decoding only if a setting names it. */
final class OutputPlugins {
    private static final String TRUSTED = "output_plugin_libraries";

    private OutputPlugins() {}

    /** Adds the libraries of the subject to those that are named there already. */
    static void trust(Statement statement, RegressionSubject subject) throws SQLException {
        Optional<String> trusted = Optional.empty();
        try (ResultSet row =
                statement.executeQuery("SELECT setting FROM pg_catalog.pg_settings WHERE name = '" + TRUSTED + "'")) {
            if (row.next()) {
                trusted = Optional.of(row.getString(1));
            }
        }
        if (trusted.isPresent() && !subject.libraries().isEmpty()) {
            String names = Stream.concat(
                            Stream.of(trusted.get().split("\\s*,\\s*")).map(name -> name.replace("\"", "")),
                            subject.libraries().stream())
                    .filter(name -> !name.isBlank())
                    .distinct()
                    .map(library -> "'" + library.replace("'", "''") + "'")
                    .collect(Collectors.joining(", "));
            statement.execute("ALTER SYSTEM SET " + TRUSTED + " = " + names);
            statement.execute("SELECT pg_catalog.pg_reload_conf()");
        }
    }
}
