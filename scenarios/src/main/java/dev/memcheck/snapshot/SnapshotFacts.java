package dev.memcheck.snapshot;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a snapshot says beside the tree.
 *
 * @param peakBytes most bytes of all contexts seen inside the statement before; 0 if that is not known
 * @param peakKept whether the tree of that moment can be had
 * @param mayHaveFindings whether judging what has run since the last time could find something
 * @param startedAt when the process started, by the server's clock: together with its PID that is one process, since a PID
 *     comes again
 */
public record SnapshotFacts(long peakBytes, boolean peakKept, boolean mayHaveFindings, Optional<Instant> startedAt) {
    public SnapshotFacts {
        Objects.requireNonNull(startedAt);
        if (peakBytes < 0) {
            throw new IllegalArgumentException("a peak of " + peakBytes + " bytes");
        }
    }

    /** Of a snapshot that does not say. */
    public static SnapshotFacts unknown() {
        return new SnapshotFacts(0, false, true, Optional.empty());
    }
}
