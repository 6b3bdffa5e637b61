package dev.memcheck.render.tree;

import java.util.BitSet;

/** Which nodes of a forest are looked for, and below which of them there are some. Two passes over the nodes. */
final class TreeHits {
    private final BitSet hits = new BitSet();
    /** With hits below. */
    private final BitSet above = new BitSet();

    private final boolean elsewhere;
    private final TreeItem.Content.Visitor<Boolean> at = new At();
    private final TreeItem.Content.Visitor<Boolean> below = new Below();

    /** Nodes that are shown and match; findings of no context where nodes with findings do. */
    TreeHits(ContextForest forest, ForestFacts facts, TreeFilter what) {
        elsewhere = what instanceof TreeFilter.WithFindings;
        for (int number = 0; number < forest.size(); number++) {
            boolean found = !facts.findings(number).isEmpty();
            hits.set(
                    number,
                    facts.isShown(number) && what.matches(forest.node(number).node(), facts.change(number), found));
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
        return item.content().accept(at);
    }

    /** Whether there are hits below an item. */
    boolean isBelow(TreeItem item) {
        return item.content().accept(below);
    }

    private boolean isWithin(int number) {
        return hits.get(number) || above.get(number);
    }

    /** Whether each kind is a hit itself. */
    private final class At implements TreeItem.Content.Visitor<Boolean> {
        @Override
        public Boolean forest(TreeItem.Content.Forest forest) {
            return false;
        }

        @Override
        public Boolean node(TreeItem.Content.Node node) {
            return hits.get(node.number());
        }

        @Override
        public Boolean group(TreeItem.Content.Group group) {
            return false;
        }

        @Override
        public Boolean elsewhere(TreeItem.Content.Elsewhere elsewhere) {
            return TreeHits.this.elsewhere;
        }
    }

    /** Whether each kind may have hits below. */
    private final class Below implements TreeItem.Content.Visitor<Boolean> {
        @Override
        public Boolean forest(TreeItem.Content.Forest forest) {
            return true;
        }

        @Override
        public Boolean node(TreeItem.Content.Node node) {
            return above.get(node.number());
        }

        @Override
        public Boolean group(TreeItem.Content.Group group) {
            return group.members().stream().anyMatch(TreeHits.this::isWithin);
        }

        @Override
        public Boolean elsewhere(TreeItem.Content.Elsewhere elsewhere) {
            return false;
        }
    }
}
