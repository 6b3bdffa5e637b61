package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is in the contexts of a backend. */
final class ContentsQuery {
    private static final String ALL =
            "SELECT node_key, kind, coalesce(type, ''), size_class, count, bytes, provenance IS NOT NULL"
                    + " FROM ext_memcheck.contents() WHERE node_key IS NOT NULL LIMIT 100000";

    private static final String OF_OTHER = "SELECT node_key, kind, coalesce(type, ''), size_class, count, bytes, false"
            + " FROM ext_memcheck.contents(%d) WHERE node_key IS NOT NULL LIMIT 100000";

    private ContentsQuery() {}

    /** Nothing where the function is not there, or may not be called: to be refused would end the user's transaction. */
    static List<ContentPart> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return isCallable(statement, 0) ? parts(statement, ALL) : List.of();
        }
    }

    /** The same of another process. */
    static List<ContentPart> of(Connection connection, int pid) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return isCallable(statement, 1) ? parts(statement, OF_OTHER.formatted(pid)) : List.of();
        }
    }

    private static boolean isCallable(Statement statement, int arguments) throws SQLException {
        try (ResultSet function = statement.executeQuery(ExtensionLookup.callable("contents", arguments))) {
            return function.next();
        }
    }

    private static List<ContentPart> parts(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            List<ContentPart> parts = new ArrayList<>();
            while (row.next()) {
                parts.add(new ContentPart(
                        new NodeKey(row.getLong(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getBoolean(7)));
            }
            return List.copyOf(parts);
        }
    }
}
