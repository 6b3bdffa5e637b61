package dev.memcheck.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        List<ContextNode> nodes = new ArrayList<>(datum.nodeCount());
        Map<Long, Integer> byKey = Map.of();
        int expected = 0;
        for (int i = 0; i < datum.nodeCount(); i++) {
            int there = expected;
            if (there >= lastNodes.size() || lastNodes.get(there).key().value() != datum.key(i)) {
                // A context came or went before this one.
                byKey = byKey.isEmpty() ? lastByKey() : byKey;
                there = byKey.getOrDefault(datum.key(i), -1);
            }
            if (there >= 0 && isUnchanged(i, there, datum, nodes)) {
                nodes.add(lastNodes.get(there));
            } else {
                nodes.add(datum.node(i, nodes));
            }
            expected = there < 0 ? expected : there + 1;
        }
        Snapshot snapshot = datum.snapshot(nodes);
        last = Optional.of(datum);
        lastNodes = snapshot.nodes();
        return snapshot;
    }

    private Map<Long, Integer> lastByKey() {
        Map<Long, Integer> byKey = new HashMap<>(lastNodes.size() * 2);
        for (int i = 0; i < lastNodes.size(); i++) {
            byKey.put(lastNodes.get(i).key().value(), i);
        }
        return byKey;
    }

    /** Whether a node is the one at a place in the last snapshot, in all that is known of it, below the same parent. */
    private boolean isUnchanged(int index, int there, SnapshotDatum datum, List<ContextNode> before) {
        if (!datum.hasNodeOf(last.orElseThrow(), index, there)) {
            return false;
        }
        int parent = datum.parent(index);
        Optional<NodeKey> lastParent = lastNodes.get(there).parent();
        return parent == -1
                ? lastParent.isEmpty()
                : parent >= 0
                        && parent < index
                        && before.get(parent).level() + 1
                                == lastNodes.get(there).level()
                        && lastParent.filter(before.get(parent).key()::equals).isPresent();
    }
}
