package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides what stands below an item: which nodes, in which order, and which of them are folded into one row. */
final class Folding {
    private final ContextForest forest;
    private final ForestFacts facts;
    private final TreeOptions options;
    private final boolean foldsUnchanged;
    private final Comparator<Integer> order;
    private final TreeItem.Content.Visitor<List<TreeItem.Content>> below = new Below();
    private final TreeItem.Content.Visitor<Boolean> leaf = new Leaf();

    /** @param comparing whether there is a difference to show, without which nothing is unchanged */
    Folding(ContextForest forest, ForestFacts facts, TreeOptions options, boolean comparing) {
        this.forest = forest;
        this.facts = facts;
        this.options = options;
        this.foldsUnchanged = comparing && options.filter() instanceof TreeFilter.All;
        this.order = order();
    }

    List<TreeItem.Content> below(TreeItem.Content content) {
        return content.accept(below);
    }

    boolean isLeaf(TreeItem.Content content) {
        return content.accept(leaf);
    }

    TreeItem.Content node(int number) {
        return new TreeItem.Content.Node(number, facts.findings(number));
    }

    private List<TreeItem.Content> belowNode(int number) {
        List<Integer> loud = new ArrayList<>();
        List<Integer> quiet = new ArrayList<>();
        for (int child : forest.children(number)) {
            if (facts.isShown(child)) {
                (facts.isNoteworthy(child) ? loud : quiet).add(child);
            }
        }
        NodeKey key = forest.node(number).node().key();
        // Where nothing changed below what somebody opened, all of it is what they want to see.
        boolean opened = loud.isEmpty() && !(number == 0 && facts.isNoteworthy(0));
        if (!foldsUnchanged || opened || quiet.size() < 2) {
            List<Integer> all = new ArrayList<>(loud);
            all.addAll(quiet);
            all.sort(order);
            return byName(all, key, false);
        }
        loud.sort(order);
        quiet.sort(order);
        List<TreeItem.Content> contents = byName(loud, key, false);
        contents.add(group(TreeRow.GroupKind.UNCHANGED, "", FoldKey.unchanged(key), quiet));
        return contents;
    }

    /** Folds the many of one name, or of names alike; nodes with findings, or above some, always stand for themselves. */
    private List<TreeItem.Content> byName(List<Integer> numbers, NodeKey parent, boolean unchanged) {
        if (numbers.size() <= Math.max(2, options.alike() + 1)) {
            return new ArrayList<>(numbers.stream().map(this::node).toList());
        }
        SiblingNames names = new SiblingNames(options.alike());
        for (int number : numbers) {
            if (!facts.isSuspect(number)) {
                names.add(name(number));
            }
        }
        Map<SiblingNames.Kind, List<Integer>> others = new HashMap<>();
        Map<SiblingNames.Kind, Integer> places = new LinkedHashMap<>();
        Map<SiblingNames.Kind, Integer> shown = new HashMap<>();
        List<TreeItem.Content> contents = new ArrayList<>();
        for (int number : numbers) {
            SiblingNames.Kind kind =
                    facts.isSuspect(number) ? null : names.kind(name(number)).orElse(null);
            if (kind == null || shown.merge(kind, 1, Integer::sum) <= shown(kind)) {
                contents.add(node(number));
            } else {
                others.computeIfAbsent(kind, unused -> new ArrayList<>()).add(number);
                places.putIfAbsent(kind, contents.size());
            }
        }
        int inserted = 0;
        for (Map.Entry<SiblingNames.Kind, Integer> place : places.entrySet()) {
            SiblingNames.Kind kind = place.getKey();
            FoldKey key = FoldKey.others(parent, unchanged, kind);
            contents.add(place.getValue() + inserted++, group(kind.kind(), kind.name(), key, others.get(kind)));
        }
        return contents;
    }

    private int shown(SiblingNames.Kind kind) {
        return kind.kind() == TreeRow.GroupKind.ALIKE ? SiblingNames.SHOWN : options.alike();
    }

    private TreeItem.Content group(TreeRow.GroupKind kind, String name, FoldKey key, List<Integer> members) {
        Change common = facts.change(members.get(0));
        Amounts whole = Amounts.NONE;
        for (int member : members) {
            common = facts.change(member) == common ? common : Change.UNCHANGED;
            whole = whole.plus(facts.whole(member));
        }
        return new TreeItem.Content.Group(kind, name, key, members, common, whole);
    }

    private String name(int number) {
        return forest.node(number).node().name();
    }

    private Comparator<Integer> order() {
        Comparator<Integer> server = Comparator.naturalOrder();
        return switch (options.sort()) {
            case TREE -> server;
            case BYTES ->
                Comparator.<Integer>comparingLong(number -> -facts.whole(number).total())
                        .thenComparing(server);
            case DIFFERENCE ->
                Comparator.<Integer>comparingLong(
                                number -> -Math.abs(facts.whole(number).difference()))
                        .thenComparing(server);
            case NAME ->
                Comparator.<Integer, ContextNode>comparing(
                                number -> forest.node(number).node(),
                                Comparator.comparing(ContextNode::name).thenComparing(ContextNode::ident))
                        .thenComparing(server);
        };
    }

    /** What stands below each kind; what is below the root of all is not decided here. */
    private final class Below implements TreeItem.Content.Visitor<List<TreeItem.Content>> {
        @Override
        public List<TreeItem.Content> forest(TreeItem.Content.Forest forest) {
            return List.of();
        }

        @Override
        public List<TreeItem.Content> node(TreeItem.Content.Node node) {
            return belowNode(node.number());
        }

        @Override
        public List<TreeItem.Content> group(TreeItem.Content.Group group) {
            return group.kind() == TreeRow.GroupKind.UNCHANGED
                    ? byName(group.members(), group.key().node(), true)
                    : group.members().stream().map(Folding.this::node).toList();
        }

        @Override
        public List<TreeItem.Content> elsewhere(TreeItem.Content.Elsewhere elsewhere) {
            return List.of();
        }
    }

    /** Whether each kind has nothing below that could be folded. */
    private final class Leaf implements TreeItem.Content.Visitor<Boolean> {
        @Override
        public Boolean forest(TreeItem.Content.Forest forest) {
            return true;
        }

        @Override
        public Boolean node(TreeItem.Content.Node node) {
            return facts.isLeaf(node.number());
        }

        @Override
        public Boolean group(TreeItem.Content.Group group) {
            return false;
        }

        @Override
        public Boolean elsewhere(TreeItem.Content.Elsewhere elsewhere) {
            return true;
        }
    }
}
