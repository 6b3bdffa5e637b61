package dev.memcheck.shell.session;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.run.SilentListener;
import dev.memcheck.run.StatementReport;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.StatementResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where each session looks for names, as far as its statements say it. The second connection is told, so that {@code \d NAME}
 * finds there what the session would find, and nobody asks the backend that is observed.
 */
final class SearchPath extends SilentListener {
    /** From this version on the server says a backend's number itself. */
    private static final int KNOWS_NUMBERS = 160_000;

    private static final String RESET = "RESET search_path";
    private static final Pattern CHANGE = Pattern.compile(
            "(?is)set\\s+(?:session\\s+)?(?:search_path\\s*(?:=|\\bto\\b)|schema\\s).*|reset\\s+search_path\\s*");
    private static final Pattern TEMPORARY = Pattern.compile("(?i)\\b(?:temp|temporary|pg_temp)\\b");
    private static final Pattern CHANGE_OF_ALL = Pattern.compile("(?is)(?:reset|discard)\\s+all\\s*");

    /** What sets it, and what will be so again if the open transaction is taken back. */
    private static final class Path {
        private Optional<String> now = Optional.empty();
        private Optional<String> kept = Optional.empty();

        /** Whether it may have tables that go with it. */
        private boolean temporary;
    }

    private final Map<SessionName, Path> paths = new HashMap<>();

    /** Whether the second connection may have another one than its own. */
    private boolean told;

    @Override
    public synchronized void statementDone(StatementReport report) {
        if (!(report.result() instanceof StatementResult.Done done)) {
            return;
        }
        Path path = paths.computeIfAbsent(report.session(), unused -> new Path());
        path.temporary |= TEMPORARY.matcher(report.sql()).find();
        switch (done.tag()) {
            case "SET", "RESET", "DISCARD ALL" -> {
                if (CHANGE.matcher(report.sql()).matches()) {
                    path.now = Optional.of(report.sql());
                } else if (CHANGE_OF_ALL.matcher(report.sql()).matches()) {
                    path.now = Optional.of(RESET);
                }
            }
            case "COMMIT" -> path.kept = path.now;
            case "ROLLBACK" -> path.now = path.kept;
            case "BEGIN", "START TRANSACTION" -> path.kept = path.now;
            default -> {}
        }
    }

    /**
     * What makes the second connection look where a session does; empty if it does already.
     *
     * @param runner knows which session is current, and its backend
     */
    synchronized Optional<String> of(SessionRunner runner) {
        Optional<Path> path = Optional.ofNullable(paths.get(runner.session()));
        Optional<String> setting = path.flatMap(known -> known.now);
        boolean temporary = path.map(known -> known.temporary).orElse(false);
        told |= setting.isPresent() || temporary;
        return told
                ? Optional.of(setting.orElse(RESET) + (temporary ? "; " + withTemporary(runner.backendFacts()) : ""))
                : Optional.empty();
    }

    /**
     * Where a backend's temporary tables are is a matter of its number among the server's. Up to 15 the server only says its
     * number in a list without gaps, which is that or less: the next schema that has anything is taken for it.
     */
    private static String withTemporary(BackendFacts backend) {
        String last = backend.serverVersionNumber() < KNOWS_NUMBERS
                ? "b.id OPERATOR(pg_catalog.+) pg_catalog.current_setting('max_connections')::pg_catalog.int4"
                : "b.id";
        return "SELECT pg_catalog.set_config('search_path', pg_catalog.concat((SELECT pg_catalog.concat(n.nspname, ', ')"
                + " FROM pg_catalog.pg_stat_get_backend_idset() AS b(id), pg_catalog.generate_series(b.id, " + last
                + ") AS g(id), pg_catalog.pg_namespace n"
                + " WHERE pg_catalog.pg_stat_get_backend_pid(b.id) OPERATOR(pg_catalog.=) " + backend.pid()
                + " AND n.nspname OPERATOR(pg_catalog.=) pg_catalog.concat('pg_temp_', g.id)"
                + " AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) n.oid)"
                + " ORDER BY g.id LIMIT 1), pg_catalog.current_setting('search_path')), false)";
    }
}
