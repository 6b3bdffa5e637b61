package dev.memcheck.backend;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.sql.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a window was not to report, and how many findings it left out for that: the row of {@code window_limits()}.
 *
 * @param pattern that the names of contexts are compared with; empty if there was none
 * @param patternMatched whether a context was like it
 * @param allowedContexts whose growth is not reported
 * @param minLeakBytes what is seen once, of unknown origin and smaller is not reported
 * @param leftOutByPattern findings
 * @param leftOutByAllowed findings
 * @param leftOutBySize findings
 * @param leftOutConfirmed of those that the pattern and the allowed contexts left out
 * @param notFollowed contexts inside its statements, by name, that took much memory and whose chunks nobody has followed;
 *     they are when the window runs again
 * @param parallelWorkers processes that ran parts of its statements and that nobody looked into
 */
public record WindowLimits(
        String pattern,
        boolean patternMatched,
        List<String> allowedContexts,
        long minLeakBytes,
        long leftOutByPattern,
        long leftOutByAllowed,
        long leftOutBySize,
        long leftOutConfirmed,
        long notFollowed,
        long parallelWorkers) {
    private static final String SQL_STATE = "01M01";

    public static final String COLUMNS =
            "pattern, pattern_matched, allowed_contexts, min_leak_bytes, left_out_by_pattern,"
                    + " left_out_by_allowed_contexts, left_out_by_min_leak_bytes, left_out_confirmed, not_followed, parallel_workers";

    public WindowLimits {
        Objects.requireNonNull(pattern);
        allowedContexts = List.copyOf(allowedContexts);
    }

    /** Whether a message of the server's is about limits. */
    public static boolean saysSo(SqlError message) {
        return message.sqlState().equals(SQL_STATE);
    }

    /** The same window again: the most that either run of it left out. What it did not follow, a repeat may have. */
    public WindowLimits with(WindowLimits repeat) {
        return new WindowLimits(
                pattern,
                patternMatched || repeat.patternMatched,
                allowedContexts,
                minLeakBytes,
                Math.max(leftOutByPattern, repeat.leftOutByPattern),
                Math.max(leftOutByAllowed, repeat.leftOutByAllowed),
                Math.max(leftOutBySize, repeat.leftOutBySize),
                Math.max(leftOutConfirmed, repeat.leftOutConfirmed),
                repeat.notFollowed,
                Math.max(parallelWorkers, repeat.parallelWorkers));
    }

    /** What who reads that a window is clean must know, a sentence each; none if nothing was left out and nothing could be. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!pattern.isEmpty() || !allowedContexts.isEmpty()) {
            String where = (pattern.isEmpty() ? "" : " in contexts like " + quoted(pattern))
                    + (allowedContexts.isEmpty()
                            ? ""
                            : (pattern.isEmpty() ? " in contexts" : "") + " other than "
                                    + String.join(
                                            ", ",
                                            allowedContexts.stream()
                                                    .map(WindowLimits::quoted)
                                                    .toList()));
            long leftOut = leftOutByPattern + leftOutByAllowed;
            sentences.add("looked for leaks only" + where + ": " + counted(leftOut) + " left out"
                    + (leftOutConfirmed > 0 ? ", " + leftOutConfirmed + " of them confirmed" : ""));
        }
        if (!patternMatched) {
            sentences.add("no context was like " + quoted(pattern) + ", so that no context was looked at for leaks");
        }
        if (leftOutBySize > 0) {
            sentences.add(
                    counted(leftOutBySize) + " left out that nobody is known to have made, seen once and smaller than"
                            + " min_leak_bytes (" + minLeakBytes + ")");
        }
        if (notFollowed > 0) {
            sentences.add("not looked into: "
                    + AmountWords.counted(notFollowed, "kind of context", "kinds of contexts")
                    + " that grew inside a statement and went with it; "
                    + (notFollowed == 1 ? "it is" : "they are")
                    + " followed when the statement runs again");
        }
        if (parallelWorkers > 0) {
            sentences.add(
                    "not looked into: "
                            + AmountWords.counted(parallelWorkers, "parallel worker", "parallel workers")
                            + " that ran parts of its statements; SET max_parallel_workers_per_gather = 0 has the backend do it all");
        }
        return sentences;
    }

    /** Whether it may have hidden a leak: it left out one that is certain, or looked nowhere. */
    public boolean hides() {
        return leftOutConfirmed > 0 || !patternMatched;
    }

    private static String counted(long findings) {
        return AmountWords.counted(findings, "finding was", "findings were");
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }
}
