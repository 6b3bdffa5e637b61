package dev.memcheck.shell.session;

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
    private static final String RESET = "RESET search_path";
    private static final Pattern CHANGE = Pattern.compile(
            "(?is)set\\s+(?:session\\s+)?(?:search_path\\s*(?:=|\\bto\\b)|schema\\s).*|reset\\s+search_path\\s*");
    private static final Pattern CHANGE_OF_ALL = Pattern.compile("(?is)(?:reset|discard)\\s+all\\s*");

    /** What sets it, and what will be so again if the open transaction is taken back. */
    private static final class Path {
        private Optional<String> now = Optional.empty();
        private Optional<String> kept = Optional.empty();
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

    /** What makes the second connection look where a session does; empty if it does already. */
    synchronized Optional<String> of(SessionName session) {
        Optional<String> setting = Optional.ofNullable(paths.get(session)).flatMap(path -> path.now);
        Optional<String> sent = setting.or(() -> told ? Optional.of(RESET) : Optional.empty());
        told |= sent.isPresent();
        return sent;
    }
}
