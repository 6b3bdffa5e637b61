package dev.memcheck.snapshot;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a snapshot says beside the tree.
 *
 * @param peakBytes most bytes of all contexts seen inside the statement before; 0 if that is not known
 * @param peakKept whether the tree of that moment can be had
 * @param mayHaveFindings whether judging what has run since the last time could find something
 * @param startedAt when the process started, by the server's clock: together with its PID that is one process, since a PID
 *     comes again
 * @param mallocBytes what malloc had handed out outside the contexts; empty if that is not known
 * @param rssAnonBytes resident memory of the process that is backed by no file and shared with nobody; empty if that is not known
 */
public record SnapshotFacts(
        long peakBytes,
        boolean peakKept,
        boolean mayHaveFindings,
        Optional<Instant> startedAt,
        OptionalLong mallocBytes,
        OptionalLong rssAnonBytes) {
    public SnapshotFacts {
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(mallocBytes);
        Objects.requireNonNull(rssAnonBytes);
        if (peakBytes < 0) {
            throw new IllegalArgumentException("a peak of " + peakBytes + " bytes");
        }
    }

    /** Of a snapshot that says nothing of the process as a whole. */
    public SnapshotFacts(long peakBytes, boolean peakKept, boolean mayHaveFindings, Optional<Instant> startedAt) {
        this(peakBytes, peakKept, mayHaveFindings, startedAt, OptionalLong.empty(), OptionalLong.empty());
    }

    /** Of a snapshot that does not say. */
    public static SnapshotFacts unknown() {
        return new SnapshotFacts(0, false, true, Optional.empty());
    }

    /** The same, and what the process has as a whole. */
    public SnapshotFacts withProcess(OptionalLong malloc, OptionalLong rssAnon) {
        return new SnapshotFacts(peakBytes, peakKept, mayHaveFindings, startedAt, malloc, rssAnon);
    }
}
