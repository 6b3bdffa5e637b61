package dev.memcheck.run;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One statement of the session as the tree can be taken back to it.
 *
 * @param statement number of the statement within the session, from 1
 * @param sql its text; raw
 * @param durationMicros how long it ran, in microseconds
 * @param failed whether the server refused it
 * @param diff the tree before the statement and after it
 * @param peak the largest tree seen inside it, if that was larger than both ends
 * @param windowStart the tree when the innermost window around it was opened, if it was seen
 * @param findings what the statement left
 */
public record Moment(
        int statement,
        String sql,
        long durationMicros,
        boolean failed,
        SnapshotDiff diff,
        Optional<Snapshot> peak,
        Optional<Snapshot> windowStart,
        List<NumberedFinding> findings) {
    public Moment {
        Objects.requireNonNull(sql);
        Objects.requireNonNull(diff);
        Objects.requireNonNull(peak);
        Objects.requireNonNull(windowStart);
        findings = List.copyOf(findings);
    }

    /** The tree that the statement left. */
    public Snapshot snapshot() {
        return diff.after();
    }
}
