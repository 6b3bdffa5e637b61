package dev.memcheck.render.view;

import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The last looks at a backend while it works, for curves; the trees themselves are not kept. */
final class RecentLooks {
    private List<MemoryFigures> figures = List.of();
    private int backendPid;

    /** Begins anew with another process. */
    void add(Snapshot seen) {
        List<MemoryFigures> more = new ArrayList<>(seen.backendPid() == backendPid ? figures : List.of());
        backendPid = seen.backendPid();
        long highest = more.isEmpty() ? 0 : more.get(more.size() - 1).peak().orElse(0);
        more.add(MemoryFigures.of(seen, highest));
        figures = List.copyOf(more.subList(Math.max(0, more.size() - MemoryCurves.MOMENTS), more.size()));
    }

    /** Oldest first. */
    List<MemoryFigures> figures() {
        return figures;
    }
}
