package dev.memcheck.render.view;

import dev.memcheck.run.Moment;
import dev.memcheck.snapshot.MemoryTotals;
import dev.memcheck.snapshot.Snapshot;
import java.util.OptionalLong;

/**
 * What a process has at one moment.
 *
 * @param peak bytes of all blocks of all contexts when the tree was largest inside the statement, if that was more
 */
record MemoryFigures(MemoryTotals totals, OptionalLong peak) {
    /** At a look. */
    static MemoryFigures of(Snapshot snapshot) {
        return new MemoryFigures(MemoryTotals.of(snapshot), OptionalLong.empty());
    }

    /** When the statement was over. */
    static MemoryFigures of(Moment moment) {
        OptionalLong peak = moment.peak()
                .map(largest -> OptionalLong.of(largest.totalBytes()))
                .orElse(OptionalLong.empty());
        return new MemoryFigures(MemoryTotals.of(moment.snapshot()), peak);
    }
}
