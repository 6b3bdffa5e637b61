package dev.memcheck.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The context tree of one backend at one moment: nodes in pre-order, TopMemoryContext first. Immutable. */
public final class Snapshot {
    private final int backendPid;
    private final long sequence;
    private final Instant takenAt;
    private final List<ContextNode> nodes;
    private final SnapshotFacts facts;

    /** Made at the first question: of the many snapshots of a session few are ever asked. */
    private volatile Index index;

    private Snapshot(int backendPid, long sequence, Instant takenAt, List<ContextNode> nodes) {
        this.backendPid = backendPid;
        this.sequence = sequence;
        this.takenAt = Objects.requireNonNull(takenAt);
        this.nodes = List.copyOf(nodes);
        Set<NodeKey> keys = new HashSet<>(this.nodes.size() * 2);
        for (ContextNode node : this.nodes) {
            if (node.parent().isPresent() && !keys.contains(node.parent().get())) {
                throw new IllegalArgumentException("node " + node.key() + " comes before its parent");
            }
            if (!keys.add(node.key())) {
                throw new IllegalArgumentException("key " + node.key() + " stands twice");
            }
        }
        if (this.nodes.isEmpty() || this.nodes.get(0).level() != 0) {
            throw new IllegalArgumentException("a snapshot starts with the root");
        }
        this.facts = SnapshotFacts.unknown();
    }

    private Snapshot(Snapshot other, SnapshotFacts facts) {
        this.backendPid = other.backendPid;
        this.sequence = other.sequence;
        this.takenAt = other.takenAt;
        this.nodes = other.nodes;
        this.facts = Objects.requireNonNull(facts);
    }

    /**
     * @param backendPid process id of the backend
     * @param sequence number of the snapshot within its backend, growing
     * @param takenAt the backend's clock
     * @param preorder every node after its parent, the root first
     * @throws IllegalArgumentException if the nodes are no tree or a key stands twice
     */
    public static Snapshot of(int backendPid, long sequence, Instant takenAt, List<ContextNode> preorder) {
        return new Snapshot(backendPid, sequence, takenAt, preorder);
    }

    /** The same tree, with what was said beside it. */
    public Snapshot with(SnapshotFacts said) {
        return new Snapshot(this, said);
    }

    /** What it says beside the tree. */
    public SnapshotFacts facts() {
        return facts;
    }

    public int backendPid() {
        return backendPid;
    }

    public long sequence() {
        return sequence;
    }

    public Instant takenAt() {
        return takenAt;
    }

    /** All nodes in pre-order. */
    public List<ContextNode> nodes() {
        return nodes;
    }

    public ContextNode root() {
        return nodes.get(0);
    }

    public Optional<ContextNode> find(NodeKey key) {
        return Optional.ofNullable(index().byKey.get(key));
    }

    /** The children of a node in the server's order; empty for a leaf or an unknown key. */
    public List<ContextNode> children(NodeKey key) {
        return Collections.unmodifiableList(index().children.getOrDefault(key, List.of()));
    }

    /** The names from the root to the node itself; empty for an unknown key. */
    public List<String> path(NodeKey key) {
        LinkedList<String> path = new LinkedList<>();
        for (Optional<ContextNode> node = find(key);
                node.isPresent();
                node = node.get().parent().flatMap(this::find)) {
            path.addFirst(node.get().name());
        }
        return List.copyOf(path);
    }

    /** Bytes of all blocks of all contexts. */
    public long totalBytes() {
        long bytes = 0;
        for (ContextNode node : nodes) {
            bytes += node.totalBytes();
        }
        return bytes;
    }

    /** Used bytes of all contexts. */
    public long usedBytes() {
        long bytes = 0;
        for (ContextNode node : nodes) {
            bytes += node.usedBytes();
        }
        return bytes;
    }

    /** Used bytes of all {@linkplain ContextNode#isSteady steady} contexts but memcheck's own. */
    public long retainedBytes() {
        long bytes = 0;
        for (ContextNode node : nodes) {
            bytes += node.isSteady() && !node.observer() ? node.usedBytes() : 0;
        }
        return bytes;
    }

    private Index index() {
        Index current = index;
        if (current == null) {
            current = Index.of(nodes);
            index = current;
        }
        return current;
    }

    @Override
    public String toString() {
        return "Snapshot[" + backendPid + " #" + sequence + ", " + nodes.size() + " contexts]";
    }

    private record Index(Map<NodeKey, ContextNode> byKey, Map<NodeKey, List<ContextNode>> children) {
        static Index of(List<ContextNode> nodes) {
            Index index = new Index(new HashMap<>(nodes.size() * 2), new HashMap<>());
            for (ContextNode node : nodes) {
                index.byKey.put(node.key(), node);
                node.parent()
                        .ifPresent(parent -> index.children
                                .computeIfAbsent(parent, unused -> new ArrayList<>())
                                .add(node));
            }
            return index;
        }
    }
}
