package dev.memcheck.report;

import dev.memcheck.backend.WindowLimits;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Severity;
import dev.memcheck.run.Confirmation;
import dev.memcheck.session.SessionName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One window. Times are in microseconds.
 *
 * @param number of the window within the report of its text, from 1
 * @param session which of the text's named sessions opened it
 * @param name what {@code begin} called it, or {@code window 3}; unique neither in the text nor in the session
 * @param outer number of the window that it lies in, if it lies in one
 * @param end how it ended
 * @param startMicros since the session began
 * @param durationMicros from {@code begin} to the verdict, repeats included
 * @param statements those that ran in it and in no window inside it
 * @param findings what it found, the worst first; what its statements left so far if it was not closed
 * @param diff how the tree changed from {@code begin} to {@code end}, if both were seen and are still kept
 * @param confirmation how repeating it went, if it was repeated
 * @param notes what who reads its findings must know of how they were looked for, a sentence each
 * @param limits what it was not to report; empty where that is not known
 */
public record ReportedWindow(
        int number,
        SessionName session,
        String name,
        OptionalInt outer,
        End end,
        long startMicros,
        long durationMicros,
        List<ReportedStatement> statements,
        List<ReportedFinding> findings,
        Optional<SnapshotDiff> diff,
        Optional<Confirmation> confirmation,
        List<String> notes,
        Optional<WindowLimits> limits) {
    /** How a window ended. */
    public enum End {
        /** It was judged. */
        CLOSED,
        /** Its backend went before it was judged. */
        LOST,
        /** Nobody closed it. */
        OPEN;

        /** As machine formats have it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReportedWindow {
        Objects.requireNonNull(session);
        Objects.requireNonNull(name);
        Objects.requireNonNull(outer);
        Objects.requireNonNull(end);
        statements = List.copyOf(statements);
        findings = List.copyOf(findings);
        Objects.requireNonNull(diff);
        Objects.requireNonNull(confirmation);
        notes = List.copyOf(notes);
        Objects.requireNonNull(limits);
    }

    /** Its name, and whose it is unless that is the session that every text begins in. */
    public String title() {
        return name + session.ofSession();
    }

    /** Whether it found nothing that counts. */
    public boolean isClean(Severity failOn) {
        return findings.stream().noneMatch(finding -> finding.counts(failOn));
    }
}
