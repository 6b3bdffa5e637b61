package dev.memcheck.report;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A finding as a report has it.
 *
 * @param number its number within the session, from 1
 * @param finding with the figures of the window or session it is listed in
 * @param suppression why it is known and does not count; empty if it does
 */
public record ReportedFinding(int number, Finding finding, Optional<String> suppression) {
    /** Those that count before those that are known. */
    public static final Comparator<ReportedFinding> WORST_FIRST = Comparator.comparing(ReportedFinding::isSuppressed)
            .thenComparing(ReportedFinding::finding, Finding.WORST_FIRST);

    public ReportedFinding {
        Objects.requireNonNull(finding);
        Objects.requireNonNull(suppression);
    }

    public boolean isSuppressed() {
        return suppression.isPresent();
    }

    /** Whether a window with it is not clean. */
    public boolean counts(Severity failOn) {
        return !isSuppressed() && finding.severity().atLeast(failOn);
    }
}
