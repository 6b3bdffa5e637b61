package dev.memcheck.diff;

import dev.memcheck.snapshot.ContextNode;
import java.util.Optional;

/**
 * One context in two snapshots.
 *
 * @param before the context in the earlier snapshot; empty if it appeared
 * @param after the context in the later snapshot; empty if it is gone
 */
public record NodeDiff(Optional<ContextNode> before, Optional<ContextNode> after) {
    public NodeDiff {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("a difference needs at least one side");
        }
    }

    /** The later side, or the earlier one if the context is gone. */
    public ContextNode node() {
        return after.or(() -> before).orElseThrow();
    }

    public Change change() {
        if (before.isEmpty()) {
            return Change.APPEARED;
        }
        if (after.isEmpty()) {
            return Change.GONE;
        }
        long delta = usedDelta();
        return delta > 0 ? Change.GROWN : delta < 0 ? Change.SHRUNK : Change.UNCHANGED;
    }

    /** Difference of the used bytes; a missing side counts as 0. */
    public long usedDelta() {
        return after.map(ContextNode::usedBytes).orElse(0L)
                - before.map(ContextNode::usedBytes).orElse(0L);
    }
}
