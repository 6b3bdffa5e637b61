package dev.memcheck.backend.cluster;

import dev.memcheck.sql.FirstWord;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tells whether a regression file looked at anything.
 *
 * @param sent the queries that psql sent for it
 * @param failed those that the server refused
 * @param subjectSeen whether the extension that the suite is about was in the file's backend; empty if the file's sessions went
 *     before anybody could look, or nothing tells what the suite is about
 */
record RegressionEvidence(List<String> sent, FailedStatements failed, Optional<Boolean> subjectSeen) {
    /** Statements that frame others. That they succeed says nothing of an extension. */
    private static final Set<String> FRAME = Set.of(
            "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "set", "reset", "discard");

    /** How many statements were sent, those that frame others left out. */
    long tried() {
        return sent.stream().filter(RegressionEvidence::isNoFrame).count();
    }

    private boolean allFailed() {
        Map<String, Integer> times = new HashMap<>();
        sent.stream().filter(RegressionEvidence::isNoFrame).forEach(query -> times.merge(query, 1, Integer::sum));
        return !times.isEmpty()
                && times.entrySet().stream().allMatch(entry -> failed.times(entry.getKey()) >= entry.getValue());
    }

    private static boolean isNoFrame(String query) {
        return !FRAME.contains(FirstWord.of(query));
    }

    /** Whether it created this extension. */
    static boolean created(String extension, List<String> sent, FailedStatements failed) {
        return sent.stream()
                .filter(query -> query.toLowerCase(Locale.ROOT).matches("(?s).*\\bcreate\\s+extension\\b.*"))
                .filter(query -> query.contains(extension))
                .anyMatch(query -> failed.times(query) == 0);
    }

    /**
     * Why "no findings" would say nothing of the extension. Errors, or a file without the extension, may be what is wanted:
     * the expected output says so. Where neither the extension was there nor any statement succeeded, that is no excuse.
     *
     * @param about what the suite is about, for the sentence
     */
    Optional<String> whyNothingWasLookedAt(RegressionRun.Output output, RegressionSubject about) {
        boolean expected = output == RegressionRun.Output.EXPECTED;
        if (output == RegressionRun.Output.CUT_SHORT) {
            return Optional.of("psql ended before the file did, so that its window was not judged"
                    + failed.lastError()
                            .map(error -> "; the last error is: " + error)
                            .orElse(""));
        }
        if (allFailed() && !(expected && subjectSeen.orElse(false))) {
            long tried = tried();
            String words = tried == 1 ? "its only statement failed" : "all " + tried + " statements failed";
            return Optional.of(words + ", so that nothing was looked at"
                    + failed.firstError()
                            .map(error -> "; the first error is: " + error)
                            .orElse(""));
        }
        if (!subjectSeen.orElse(true) && !expected && tried() > 0) {
            return Optional.of(about.words() + " was never loaded into its backend, so that nothing was looked at");
        }
        return Optional.empty();
    }
}
