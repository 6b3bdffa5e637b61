package dev.memcheck.render.tree;

import java.util.BitSet;

/** Which nodes of a forest are looked for, and below which of them there are some. Two passes over the nodes. */
final class TreeHits {
    private final BitSet hits = new BitSet();
    /** With hits below. */
    private final BitSet above = new BitSet();

    private final boolean elsewhere;

    /** Nodes that are shown and match; findings of no context where nodes with findings do. */
    TreeHits(ContextForest forest, ForestFacts facts, TreeFilter what) {
        elsewhere = what instanceof TreeFilter.WithFindings;
        for (int number = 0; number < forest.size(); number++) {
            boolean changed = facts.isChanged(number);
            boolean found = !facts.findings(number).isEmpty();
            hits.set(
                    number,
                    facts.isShown(number) && what.matches(forest.node(number).node(), changed, found));
        }
        for (int number = forest.size() - 1; number > 0; number--) {
            if (isWithin(number)) {
                above.set(forest.parent(number));
            }
        }
    }

    int count() {
        return hits.cardinality();
    }

    boolean isAt(TreeItem item) {
        if (item.content() instanceof TreeItem.Content.Node node) {
            return hits.get(node.number());
        }
        return elsewhere && item.content() instanceof TreeItem.Content.Elsewhere;
    }

    /** Whether there are hits below an item. */
    boolean isBelow(TreeItem item) {
        if (item.content() instanceof TreeItem.Content.Node node) {
            return above.get(node.number());
        }
        if (item.content() instanceof TreeItem.Content.Group group) {
            return group.members().stream().anyMatch(this::isWithin);
        }
        return item.content() instanceof TreeItem.Content.Forest;
    }

    private boolean isWithin(int number) {
        return hits.get(number) || above.get(number);
    }
}
