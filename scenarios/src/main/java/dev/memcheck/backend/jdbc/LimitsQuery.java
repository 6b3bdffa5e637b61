package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.WindowLimits;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Asks for the limits of the window that was closed last.
 *
 * @param available whether the server can be asked: an error would end the user's transaction
 */
record LimitsQuery(Connection connection, boolean available) {
    static final String QUERY = "SELECT " + WindowLimits.COLUMNS + " FROM ext_memcheck.window_limits()";

    /** Empty where the server cannot say. */
    Optional<WindowLimits> latest(OwnRole role) throws SQLException {
        return available ? role.run(this::read) : Optional.empty();
    }

    private Optional<WindowLimits> read() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            if (!row.next()) {
                return Optional.empty();
            }
            Array allowed = row.getArray(3);
            return Optional.of(new WindowLimits(
                    row.getString(1),
                    row.getBoolean(2),
                    List.of((String[]) allowed.getArray()),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getLong(10)));
        }
    }
}
