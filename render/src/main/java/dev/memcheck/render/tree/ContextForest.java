package dev.memcheck.render.tree;

import dev.memcheck.diff.NodeDiff;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes that a tree can show, numbered so that each comes after its parent: those of the snapshot, then those that
 * are gone, each below its former parent or the nearest of its ancestors that is there. Number 0 is the root. In arrays,
 * because a tree may have a hundred thousand nodes and every new snapshot makes a new forest.
 */
final class ContextForest {
    private final List<NodeDiff> nodes = new ArrayList<>();
    private final Map<NodeKey, Integer> numbers = new HashMap<>();
    private final int[] parents;
    private final int[] children;
    /** Where the children of each number begin in {@link #children}. */
    private final int[] firstChild;

    ContextForest(TreeSubject subject, TreeOptions options) {
        Set<NodeKey> found = new HashSet<>();
        subject.findings().forEach(finding -> finding.node().ifPresent(found::add));
        List<Integer> parentNumbers = new ArrayList<>();
        List<ContextNode> present = subject.snapshot().nodes();
        for (int place = 0; place < present.size(); place++) {
            ContextNode node = present.get(place);
            if (node.level() == 0 || options.shows(node) || found.contains(node.key())) {
                parentNumbers.add(parent(node, subject.snapshot()));
                add(difference(subject, place));
            }
        }
        subject.diff().ifPresent(diff -> addGone(diff, options, found, parentNumbers));
        parents = parentNumbers.stream().mapToInt(Integer::intValue).toArray();
        firstChild = new int[parents.length + 1];
        children = new int[parents.length];
        listChildren();
    }

    int size() {
        return parents.length;
    }

    NodeDiff node(int number) {
        return nodes.get(number);
    }

    /** The parent's number; -1 for the root. */
    int parent(int number) {
        return parents[number];
    }

    /** Numbers of the children, those that are gone last. */
    int[] children(int number) {
        return Arrays.copyOfRange(children, firstChild[number], firstChild[number + 1]);
    }

    Optional<Integer> number(NodeKey key) {
        return Optional.ofNullable(numbers.get(key));
    }

    private void addGone(SnapshotDiff diff, TreeOptions options, Set<NodeKey> found, List<Integer> parentNumbers) {
        List<ContextNode> former = diff.before().nodes();
        for (int place = 0; place < former.size(); place++) {
            ContextNode node = former.get(place);
            boolean wanted = options.isLoud(node) && options.shows(node) || found.contains(node.key());
            if (wanted && find(node.key(), diff.after(), place).isEmpty()) {
                parentNumbers.add(parent(node, diff.before()));
                add(new NodeDiff(Optional.of(node), Optional.empty()));
            }
        }
    }

    private static NodeDiff difference(TreeSubject subject, int place) {
        Optional<ContextNode> now = Optional.of(subject.snapshot().nodes().get(place));
        NodeKey key = now.get().key();
        return new NodeDiff(
                subject.diff().isPresent() ? find(key, subject.diff().get().before(), place) : now, now);
    }

    /** Mostly it stands in the same place of both snapshots, and no index has to be made to find it. */
    private static Optional<ContextNode> find(NodeKey key, Snapshot snapshot, int place) {
        List<ContextNode> nodes = snapshot.nodes();
        return place < nodes.size() && nodes.get(place).key().equals(key)
                ? Optional.of(nodes.get(place))
                : snapshot.find(key);
    }

    private void add(NodeDiff node) {
        numbers.put(node.node().key(), nodes.size());
        nodes.add(node);
    }

    private int parent(ContextNode node, Snapshot snapshot) {
        Optional<NodeKey> ancestor = node.parent();
        while (ancestor.isPresent()) {
            Integer number = numbers.get(ancestor.get());
            if (number != null) {
                return number;
            }
            ancestor = snapshot.find(ancestor.get()).flatMap(ContextNode::parent);
        }
        return nodes.isEmpty() ? -1 : 0;
    }

    private void listChildren() {
        for (int number = 1; number < parents.length; number++) {
            firstChild[parents[number] + 1]++;
        }
        for (int number = 0; number < parents.length; number++) {
            firstChild[number + 1] += firstChild[number];
        }
        int[] next = Arrays.copyOf(firstChild, parents.length);
        for (int number = 1; number < parents.length; number++) {
            children[next[parents[number]]++] = number;
        }
    }
}
