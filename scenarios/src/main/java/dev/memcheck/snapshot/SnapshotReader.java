package dev.memcheck.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the snapshots of one backend, one after the other. Most contexts are the same in two snapshots in a row; such a
 * one is the same object in both, which saves the time to make it and, with thousands of snapshots, the room. Not
 * thread-safe.
 */
public final class SnapshotReader {
    private Optional<SnapshotDatum> last = Optional.empty();
    private List<ContextNode> lastNodes = List.of();

    /**
     * Reads one datum of {@code ext_memcheck.snapshot()}.
     *
     * @param bytes one datum, whole; not to be changed afterwards
     * @throws SnapshotFormatException if it is cut off, garbage, or of a format that this version does not know
     */
    public Snapshot read(byte[] bytes) {
        SnapshotDatum datum = new SnapshotDatum(bytes);
        boolean sameTexts = last.filter(datum::hasTextsOf).isPresent();
        List<ContextNode> nodes = new ArrayList<>(datum.nodeCount());
        for (int i = 0; i < datum.nodeCount(); i++) {
            nodes.add(sameTexts && isUnchanged(i, datum, nodes) ? lastNodes.get(i) : datum.node(i, nodes));
        }
        Snapshot snapshot = datum.snapshot(nodes);
        last = Optional.of(datum);
        lastNodes = snapshot.nodes();
        return snapshot;
    }

    /** Whether a node is byte for byte the one at its place in the last snapshot, below the very same parent. */
    private boolean isUnchanged(int index, SnapshotDatum datum, List<ContextNode> before) {
        if (index >= lastNodes.size() || !datum.hasNodeOf(last.orElseThrow(), index)) {
            return false;
        }
        int parent = datum.parent(index);
        return parent < 0
                || before.get(parent).key().equals(lastNodes.get(parent).key());
    }
}
