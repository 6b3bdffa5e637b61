package dev.memcheck.snapshot;

/**
 * What a snapshot says beside the tree.
 *
 * @param peakBytes most bytes of all contexts seen inside the statement before; 0 if that is not known
 * @param peakKept whether the tree of that moment can be had
 * @param mayHaveFindings whether judging what has run since the last time could find something
 */
public record SnapshotFacts(long peakBytes, boolean peakKept, boolean mayHaveFindings) {
    public SnapshotFacts {
        if (peakBytes < 0) {
            throw new IllegalArgumentException("a peak of " + peakBytes + " bytes");
        }
    }

    /** Of a snapshot that does not say. */
    public static SnapshotFacts unknown() {
        return new SnapshotFacts(0, false, true);
    }
}
