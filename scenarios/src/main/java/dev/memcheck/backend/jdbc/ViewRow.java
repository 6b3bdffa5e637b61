package dev.memcheck.backend.jdbc;

import dev.memcheck.snapshot.ContextKind;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One row of the view. */
record ViewRow(
        String name,
        String ident,
        int level,
        long totalBytes,
        long blocks,
        long freeBytes,
        long freeChunks,
        ContextKind kind) {
    static ViewRow of(ResultSet result) throws SQLException {
        return new ViewRow(
                result.getString(1),
                result.getString(2),
                result.getInt(3),
                result.getLong(4),
                result.getLong(5),
                result.getLong(6),
                result.getLong(7),
                kind(result.getString(10)));
    }

    /** Whether the query that reads the view works in this context. */
    boolean servesTheView() {
        return name.equals("MessageContext") || (name.equals("PortalContext") && ident.equals("<unnamed>"));
    }

    /** Whether it would be pending statistics as a child of the root: they are kept back until a timer says so. */
    boolean holdsStatistics() {
        return name.startsWith("PgStat ");
    }

    private static ContextKind kind(String type) {
        for (ContextKind kind : ContextKind.values()) {
            if (kind.label().equals(type)) {
                return kind;
            }
        }
        return ContextKind.UNKNOWN;
    }
}
