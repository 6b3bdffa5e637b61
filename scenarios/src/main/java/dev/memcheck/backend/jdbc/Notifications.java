package dev.memcheck.backend.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGNotification;
import org.postgresql.core.QueryExecutor;

/** What came by NOTIFY with the answers of earlier statements. */
final class Notifications {
    private Notifications() {}

    /** Those that nobody has taken yet, in psql's words. */
    static List<String> take(QueryExecutor executor) throws SQLException {
        return Arrays.stream(executor.getNotifications())
                .map(Notifications::sentence)
                .toList();
    }

    private static String sentence(PGNotification one) {
        String payload = one.getParameter();
        return "Asynchronous notification \"" + one.getName() + "\""
                + (payload == null || payload.isEmpty() ? "" : " with payload \"" + payload + "\"")
                + " received from server process with PID " + one.getPID() + ".";
    }
}
