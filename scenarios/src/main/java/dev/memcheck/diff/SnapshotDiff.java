package dev.memcheck.diff;

import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two snapshots of the same backend compared by node key: the later tree in its order, then what is gone. */
public final class SnapshotDiff {
    private final Snapshot before;
    private final Snapshot after;
    private final Map<NodeKey, NodeDiff> nodes;

    private SnapshotDiff(Snapshot before, Snapshot after) {
        this.before = before;
        this.after = after;
        this.nodes = new LinkedHashMap<>();
        for (ContextNode node : after.nodes()) {
            nodes.put(node.key(), new NodeDiff(before.find(node.key()), Optional.of(node)));
        }
        for (ContextNode node : before.nodes()) {
            nodes.computeIfAbsent(node.key(), key -> new NodeDiff(Optional.of(node), Optional.empty()));
        }
    }

    /** @throws IllegalArgumentException if the snapshots are of two backends */
    public static SnapshotDiff between(Snapshot before, Snapshot after) {
        if (before.backendPid() != after.backendPid()) {
            throw new IllegalArgumentException("snapshots of two backends, " + before.backendPid() + " and "
                    + after.backendPid() + ", have no common keys");
        }
        return new SnapshotDiff(before, after);
    }

    public Snapshot before() {
        return before;
    }

    public Snapshot after() {
        return after;
    }

    public Optional<NodeDiff> of(NodeKey key) {
        return Optional.ofNullable(nodes.get(key));
    }

    /** Every node of either side. */
    public Map<NodeKey, NodeDiff> all() {
        return Collections.unmodifiableMap(nodes);
    }

    /** What is not {@link Change#UNCHANGED}. */
    public List<NodeDiff> changed() {
        List<NodeDiff> changed = new ArrayList<>();
        for (NodeDiff node : nodes.values()) {
            if (node.change() != Change.UNCHANGED) {
                changed.add(node);
            }
        }
        return changed;
    }

    /**
     * Net used bytes that stayed in contexts as old as the backend, memcheck's own left out; where the lifetime is
     * unknown every context counts. May be negative.
     */
    public long retainedBytes() {
        return nodes.values().stream()
                .filter(node -> !node.node().observer())
                .filter(node -> node.node().lifetime() == Lifetime.BACKEND
                        || node.node().lifetime() == Lifetime.UNKNOWN)
                .mapToLong(NodeDiff::usedDelta)
                .sum();
    }
}
