package dev.memcheck.backend.cluster;

import dev.memcheck.backend.jdbc.ConnectionTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * Finds the library that ends each session before it is one: of {@code session_preload_libraries} or {@code
 * local_preload_libraries}. The server says why, but not which, and of a crash not even why. So one more is loaded each time,
 * in sessions of their own, until one does not get over it. That may crash the server several times: for a private one only.
 */
final class SessionLibraryTrial {
    private static final List<String> SETTINGS = List.of("session_preload_libraries", "local_preload_libraries");
    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int SECONDS = 10;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Pattern SIGNAL =
            Pattern.compile("\\) (?:was terminated by|exited with) (signal \\d+|exit code \\d+)");

    /** What a session would have: in the order in which the server looks for it. */
    private static final String VALUE = "SELECT COALESCE("
            + "(SELECT o.option_value FROM pg_catalog.pg_db_role_setting AS s,"
            + " pg_catalog.pg_options_to_table(s.setconfig) AS o"
            + " WHERE o.option_name OPERATOR(pg_catalog.=) '%1$s'"
            + " AND (s.setdatabase OPERATOR(pg_catalog.=) 0 OR s.setdatabase OPERATOR(pg_catalog.=)"
            + " (SELECT d.oid FROM pg_catalog.pg_database AS d"
            + " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()))"
            + " AND (s.setrole OPERATOR(pg_catalog.=) 0 OR s.setrole OPERATOR(pg_catalog.=)"
            + " (SELECT r.oid FROM pg_catalog.pg_roles AS r"
            + " WHERE r.rolname OPERATOR(pg_catalog.=) CURRENT_USER))"
            + " ORDER BY s.setrole OPERATOR(pg_catalog.=) 0, s.setdatabase OPERATOR(pg_catalog.=) 0 LIMIT 1),"
            + " (SELECT f.setting FROM pg_catalog.pg_file_settings AS f"
            + " WHERE f.name OPERATOR(pg_catalog.=) '%1$s' AND f.applied), '')";

    private final ConnectionTarget target;
    private final ClusterLog log;

    /** A library, and the setting that names it. */
    private record Library(String setting, String name) {}

    SessionLibraryTrial(ConnectionTarget target, ClusterLog log) {
        this.target = target;
        this.log = log;
    }

    /**
     * The first library that a session does not get over, in a sentence; empty if it gets over all, or does not begin
     * without any.
     */
    Optional<String> culprit() {
        try {
            List<Library> libraries = libraries();
            for (int count = 1; count <= libraries.size(); count++) {
                Optional<String> end = endWith(libraries.subList(0, count));
                if (end.isPresent()) {
                    Library last = libraries.get(count - 1);
                    return Optional.of("the library \"" + last.name() + "\" of " + last.setting() + " " + end.get());
                }
            }
            return Optional.empty();
        } catch (SQLException notTheLibraries) {
            return Optional.empty();
        }
    }

    private List<Library> libraries() throws SQLException {
        List<Library> libraries = new ArrayList<>();
        try (Connection connection = recovered();
                Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                try (ResultSet row = statement.executeQuery(VALUE.formatted(setting))) {
                    row.next();
                    names(row.getString(1)).forEach(name -> libraries.add(new Library(setting, name)));
                }
            }
        }
        return libraries;
    }

    /** Of a list as the server reads it: names with commas between them, in double quotes where they need some. */
    static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        Matcher each = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^,\\s][^,]*").matcher(list);
        while (each.find()) {
            names.add(
                    each.group(1) == null ? each.group().strip() : each.group(1).replace("\"\"", "\""));
        }
        return names;
    }

    /** How a session with these ends; empty if it does not. */
    private Optional<String> endWith(List<Library> libraries) throws SQLException {
        recovered().close();
        long start = log.length();
        long begun = System.nanoTime();
        try (Connection alive = with(libraries)) {
            return alive.isClosed()
                    ? Optional.of("ends each session in its _PG_init(), without a word")
                    : Optional.empty();
        } catch (SQLException e) {
            boolean cutOff = String.valueOf(e.getSQLState()).startsWith("08");
            if (cutOff && System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(SECONDS)) {
                return Optional.of(
                        "does not let a session begin: its _PG_init() takes longer than " + SECONDS + " seconds");
            }
            String how = awaitObituary(start, cutOff)
                    .map("by "::concat)
                    .orElse(cutOff ? "without a word" : "by an error: " + e.getMessage());
            return Optional.of("ends each session in its _PG_init(), " + how);
        }
    }

    /** Of a session that was cut off, which the client sees before the server has written down why. */
    private Optional<String> awaitObituary(long start, boolean cutOff) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(cutOff ? 2 : 0);
        while (true) {
            Matcher signal = SIGNAL.matcher(String.join("\n", log.linesSince(start)));
            if (signal.find()) {
                return Optional.of(signal.group(1));
            }
            if (System.nanoTime() > deadline) {
                return Optional.empty();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** A session without any, as soon as the server has recovered. */
    private Connection recovered() throws SQLException {
        long deadline = System.nanoTime() + RECOVERY_NANOS;
        while (true) {
            try {
                return with(List.of());
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private Connection with(List<Library> libraries) throws SQLException {
        Map<String, List<String>> lists = new TreeMap<>();
        SETTINGS.forEach(setting -> lists.put(setting, new ArrayList<>()));
        libraries.forEach(
                library -> lists.get(library.setting()).add('"' + library.name().replace("\"", "\"\"") + '"'));
        StringBuilder options = new StringBuilder();
        lists.forEach((setting, names) -> options.append("-c ")
                .append(setting)
                .append('=')
                .append(String.join(",", names).replace("\\", "\\\\").replace(" ", "\\ "))
                .append(' '));
        return target.with(PGProperty.OPTIONS, options.toString().strip())
                .with(PGProperty.LOGIN_TIMEOUT, String.valueOf(SECONDS))
                .open();
    }
}
