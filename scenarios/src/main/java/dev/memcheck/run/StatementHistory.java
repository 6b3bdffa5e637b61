package dev.memcheck.run;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that were run in windows, with their snapshots. When they become too many, every other one of the older
 * half is dropped, so that the session's past grows coarser and is not cut off. The loop's thread adds; any may ask.
 */
final class StatementHistory {
    private final int keptNodes;
    private final List<Entry> entries = new ArrayList<>();

    /** How many entries hold each snapshot: the one after a statement is mostly the one before the next, too. */
    private final Map<Snapshot, Integer> holders = new IdentityHashMap<>();

    private Optional<Snapshot> connected = Optional.empty();
    private Optional<Timeline> timeline = Optional.empty();
    private long nodes;
    private int thinned;

    /** @param keptNodes how many context nodes the kept snapshots may have together; the latest statement is always kept */
    StatementHistory(int keptNodes) {
        this.keptNodes = keptNodes;
    }

    /** A backend was connected; its tree, if it could be seen. */
    synchronized void connected(Optional<Snapshot> tree) {
        connected = tree;
        timeline = Optional.empty();
    }

    /**
     * A statement has run. It is not kept if its ends were not seen.
     *
     * @param peak the largest tree inside it, if that is worth keeping
     * @param windowStart the tree when the window around it was opened, if it was seen
     * @return the statement with its snapshots
     */
    synchronized Optional<Moment> add(StatementReport report, Optional<Snapshot> peak, Optional<Snapshot> windowStart) {
        if (report.diff().isEmpty()) {
            return Optional.empty();
        }
        Entry entry = new Entry(report, peak, windowStart);
        entries.add(entry);
        entry.snapshots().forEach(this::hold);
        while (nodes > keptNodes && entries.size() > 1) {
            thin();
        }
        timeline = Optional.empty();
        return Optional.of(entry.moment());
    }

    /** Oldest first. */
    synchronized List<StatementReport> all() {
        return entries.stream().map(Entry::report).toList();
    }

    synchronized Timeline timeline() {
        if (timeline.isEmpty()) {
            List<Moment> moments = entries.stream().map(Entry::moment).toList();
            timeline = Optional.of(new Timeline(connected, moments, thinned));
        }
        return timeline.get();
    }

    /** Drops every other one of the older half; the very oldest stays as long as there is another one to drop. */
    private void thin() {
        int older = Math.max(entries.size() / 2, 1);
        List<Entry> dropped = new ArrayList<>();
        for (int i = older == 1 ? 0 : 1; i < older; i += 2) {
            dropped.add(entries.get(i));
        }
        for (Entry entry : dropped) {
            entry.snapshots().forEach(this::release);
        }
        entries.removeAll(dropped);
        thinned += dropped.size();
    }

    private void hold(Snapshot snapshot) {
        if (holders.merge(snapshot, 1, Integer::sum) == 1) {
            nodes += snapshot.nodes().size();
        }
    }

    private void release(Snapshot snapshot) {
        int left = holders.merge(snapshot, -1, Integer::sum);
        if (left == 0) {
            holders.remove(snapshot);
            nodes -= snapshot.nodes().size();
        }
    }

    /** Compared by identity. */
    private static final class Entry {
        private final StatementReport report;
        private final Moment moment;

        Entry(StatementReport report, Optional<Snapshot> peak, Optional<Snapshot> windowStart) {
            this.report = report;
            this.moment = new Moment(
                    report.number(),
                    report.sql(),
                    report.result().durationMicros(),
                    report.failed(),
                    report.diff().orElseThrow(),
                    peak,
                    windowStart,
                    report.findings());
        }

        StatementReport report() {
            return report;
        }

        Moment moment() {
            return moment;
        }

        List<Snapshot> snapshots() {
            SnapshotDiff diff = moment.diff();
            List<Snapshot> snapshots = new ArrayList<>(List.of(diff.before(), diff.after()));
            moment.peak().ifPresent(snapshots::add);
            moment.windowStart().ifPresent(snapshots::add);
            return snapshots;
        }
    }
}
