package dev.memcheck.render.view;

import dev.memcheck.run.Moment;
import dev.memcheck.snapshot.MemoryTotals;
import dev.memcheck.snapshot.Snapshot;
import java.util.OptionalLong;

/**
 * What a process has at one moment.
 *
 * @param used bytes in use in all contexts, without what their blocks have left
 * @param peak bytes of all blocks of all contexts when the tree was largest; empty if that is not known
 */
record MemoryFigures(long used, MemoryTotals totals, OptionalLong peak) {
    /**
     * At a look.
     *
     * @param highest peak of the look before, 0 for the first
     */
    static MemoryFigures of(Snapshot snapshot, long highest) {
        MemoryTotals totals = MemoryTotals.of(snapshot);
        long peak =
                Math.max(highest, Math.max(totals.contexts(), snapshot.facts().peakBytes()));
        return new MemoryFigures(snapshot.usedBytes(), totals, OptionalLong.of(peak));
    }

    /** When the statement was over. */
    static MemoryFigures of(Moment moment) {
        OptionalLong peak = moment.peak()
                .map(largest -> OptionalLong.of(largest.totalBytes()))
                .orElse(OptionalLong.empty());
        return new MemoryFigures(moment.snapshot().usedBytes(), MemoryTotals.of(moment.snapshot()), peak);
    }
}
