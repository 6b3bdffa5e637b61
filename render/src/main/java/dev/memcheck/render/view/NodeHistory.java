package dev.memcheck.render.view;

import dev.memcheck.run.Moment;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The used bytes of one context after each of the last statements. Snapshots are not asked for the key, because their
 * answer makes an index that they then keep, and there may be many of them: a context mostly stands in the same place
 * of the next snapshot, or near it, and is looked for from there. That ends when it has looked at too many.
 */
final class NodeHistory {
    private static final int LOOKS = 400_000;

    private final NodeKey key;
    private int looks = LOOKS;
    private int place;

    private NodeHistory(NodeKey key) {
        this.key = key;
    }

    /**
     * @param moments oldest first
     * @param count of the last so many at most
     * @return oldest first; empty where the context was not there. Fewer than asked for if that would take too long.
     */
    static List<OptionalLong> of(NodeKey key, List<Moment> moments, int count) {
        NodeHistory history = new NodeHistory(key);
        Deque<OptionalLong> bytes = new ArrayDeque<>();
        for (int at = moments.size() - 1; at >= Math.max(0, moments.size() - count) && history.looks > 0; at--) {
            bytes.addFirst(history.used(moments.get(at).snapshot()));
        }
        return List.copyOf(bytes);
    }

    private OptionalLong used(Snapshot snapshot) {
        List<ContextNode> nodes = snapshot.nodes();
        OptionalInt found = find(nodes);
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        place = found.getAsInt();
        return OptionalLong.of(nodes.get(place).usedBytes());
    }

    /** Looks to both sides of where it stood last. */
    private OptionalInt find(List<ContextNode> nodes) {
        int start = Math.min(place, nodes.size() - 1);
        for (int distance = 0; distance < nodes.size(); distance++) {
            for (int at : new int[] {start - distance, start + distance}) {
                looks--;
                if (at >= 0 && at < nodes.size() && nodes.get(at).key().value() == key.value()) {
                    return OptionalInt.of(at);
                }
            }
        }
        return OptionalInt.empty();
    }
}
