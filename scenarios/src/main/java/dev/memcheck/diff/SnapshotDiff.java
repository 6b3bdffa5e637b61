package dev.memcheck.diff;

import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two snapshots of the same backend compared by node key. Holds nothing but the two: most differences are of statements
 * that changed next to nothing, and are kept only so that one may look at them later.
 */
public final class SnapshotDiff {
    private final Snapshot before;
    private final Snapshot after;

    private SnapshotDiff(Snapshot before, Snapshot after) {
        this.before = before;
        this.after = after;
    }

    /** @throws IllegalArgumentException if the snapshots are of two backends */
    public static SnapshotDiff between(Snapshot before, Snapshot after) {
        if (before.backendPid() != after.backendPid()) {
            throw new IllegalArgumentException("snapshots of two backends, " + before.backendPid() + " and "
                    + after.backendPid() + ", have no common keys");
        }
        return new SnapshotDiff(before, after);
    }

    /** Of trees whose keys come from names (SyntheticKeys), also of two processes. */
    public static SnapshotDiff byNames(Snapshot before, Snapshot after) {
        return new SnapshotDiff(before, after);
    }

    public Snapshot before() {
        return before;
    }

    public Snapshot after() {
        return after;
    }

    /** What became of one context; empty if it is in neither snapshot. */
    public Optional<NodeDiff> of(NodeKey key) {
        Optional<ContextNode> then = before.find(key);
        Optional<ContextNode> now = after.find(key);
        return then.isEmpty() && now.isEmpty() ? Optional.empty() : Optional.of(new NodeDiff(then, now));
    }

    /** What is not {@link Change#UNCHANGED}: the later tree in its order, then what is gone. */
    public List<NodeDiff> changed() {
        List<ContextNode> nodes = after.nodes();
        Map<NodeKey, ContextNode> moved = moved();
        List<NodeDiff> changed = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ContextNode now = nodes.get(i);
            ContextNode then = isSamePlace(i) ? before.nodes().get(i) : moved.remove(now.key());
            // Nodes that did not change are mostly the same object.
            if (then != now) {
                NodeDiff node = new NodeDiff(Optional.ofNullable(then), Optional.of(now));
                if (node.change() != Change.UNCHANGED) {
                    changed.add(node);
                }
            }
        }
        moved.values().forEach(node -> changed.add(new NodeDiff(Optional.of(node), Optional.empty())));
        return changed;
    }

    /** The earlier snapshot's contexts that stand in another place of the later one, or in none. */
    private Map<NodeKey, ContextNode> moved() {
        Map<NodeKey, ContextNode> moved = new LinkedHashMap<>();
        for (int i = 0; i < before.nodes().size(); i++) {
            if (!isSamePlace(i)) {
                ContextNode node = before.nodes().get(i);
                moved.put(node.key(), node);
            }
        }
        return moved;
    }

    private boolean isSamePlace(int index) {
        return index < before.nodes().size()
                && index < after.nodes().size()
                && before.nodes()
                        .get(index)
                        .key()
                        .equals(after.nodes().get(index).key());
    }

    /**
     * Used bytes that stayed in contexts as old as the backend, less those given back; memcheck's own and clock-driven
     * contexts are left out, and where the lifetime is unknown every other context counts. May be negative.
     */
    public long retainedBytes() {
        return after.retainedBytes() - before.retainedBytes();
    }
}
