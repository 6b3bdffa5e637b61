package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.snapshot.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The most that a statement was seen to hold.
 *
 * @param bytes of all contexts; empty if nobody looked inside the statement
 * @param tree of that moment, where it was kept and was larger than before and after the statement
 */
record StatementPeak(OptionalLong bytes, Optional<Snapshot> tree) {
    /** @param diff of the statement that has just run on the backend */
    static StatementPeak of(Optional<SnapshotDiff> diff, Backend backend) {
        long inside = diff.map(change -> change.after().facts().peakBytes()).orElse(0L);
        if (inside == 0) {
            return new StatementPeak(OptionalLong.empty(), Optional.empty());
        }
        SnapshotDiff change = diff.orElseThrow();
        long ends = Math.max(change.before().totalBytes(), change.after().totalBytes());
        boolean wanted = inside > ends && change.after().facts().peakKept();
        return new StatementPeak(OptionalLong.of(Math.max(inside, ends)), wanted ? backend.peak() : Optional.empty());
    }
}
