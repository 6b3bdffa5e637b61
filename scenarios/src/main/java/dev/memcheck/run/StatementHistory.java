package dev.memcheck.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The latest statements that were run in a window, with their snapshots. When it is full the oldest are dropped. */
final class StatementHistory {
    private final int keptNodes;
    private final Deque<StatementReport> reports = new ArrayDeque<>();
    private int nodes;

    /** @param keptNodes how many context nodes the kept snapshots may have together; the latest is always kept */
    StatementHistory(int keptNodes) {
        this.keptNodes = keptNodes;
    }

    void add(StatementReport report) {
        if (report.diff().isEmpty()) {
            return;
        }
        reports.addLast(report);
        nodes += weight(report);
        while (nodes > keptNodes && reports.size() > 1) {
            nodes -= weight(reports.removeFirst());
        }
    }

    /** Oldest first. */
    List<StatementReport> all() {
        return List.copyOf(reports);
    }

    Optional<StatementReport> latest() {
        return Optional.ofNullable(reports.peekLast());
    }

    private static int weight(StatementReport report) {
        // The snapshot before a statement is mostly the one after the statement before it.
        return report.diff().orElseThrow().after().nodes().size();
    }
}
