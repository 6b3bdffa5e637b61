package dev.memcheck.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The context tree of one backend at one moment: nodes in pre-order, TopMemoryContext first. Immutable. */
public final class Snapshot {
    private final int backendPid;
    private final long sequence;
    private final Instant takenAt;
    private final List<ContextNode> nodes;
    private final Map<NodeKey, ContextNode> byKey;
    private final Map<NodeKey, List<ContextNode>> children;

    private Snapshot(int backendPid, long sequence, Instant takenAt, List<ContextNode> nodes) {
        this.backendPid = backendPid;
        this.sequence = sequence;
        this.takenAt = Objects.requireNonNull(takenAt);
        this.nodes = List.copyOf(nodes);
        this.byKey = new HashMap<>(this.nodes.size() * 2);
        this.children = new HashMap<>();
        for (ContextNode node : this.nodes) {
            if (node.parent().isPresent() && !byKey.containsKey(node.parent().get())) {
                throw new IllegalArgumentException("node " + node.key() + " comes before its parent");
            }
            if (byKey.put(node.key(), node) != null) {
                throw new IllegalArgumentException("key " + node.key() + " stands twice");
            }
            node.parent()
                    .ifPresent(parent -> children.computeIfAbsent(parent, unused -> new ArrayList<>())
                            .add(node));
        }
        if (this.nodes.isEmpty() || this.nodes.get(0).level() != 0) {
            throw new IllegalArgumentException("a snapshot starts with the root");
        }
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
        return Optional.ofNullable(byKey.get(key));
    }

    /** The children of a node in the server's order; empty for a leaf or an unknown key. */
    public List<ContextNode> children(NodeKey key) {
        return Collections.unmodifiableList(children.getOrDefault(key, List.of()));
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
        return nodes.stream().mapToLong(ContextNode::totalBytes).sum();
    }

    @Override
    public String toString() {
        return "Snapshot[" + backendPid + " #" + sequence + ", " + nodes.size() + " contexts]";
    }
}
