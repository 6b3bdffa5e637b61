package dev.memcheck.render.tree;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/** Makes the rows of one item. */
final class RowWriter {
    /** Deeper rows are drawn as if they were this deep: each row of a chain would be longer than the one before. */
    private static final int DEEPEST = 100;

    private final ContextForest forest;
    private final ForestFacts facts;
    private final Folding folding;

    RowWriter(ContextForest forest, ForestFacts facts, Folding folding) {
        this.forest = forest;
        this.facts = facts;
        this.folding = folding;
    }

    /** The item's own row and those of its findings. */
    List<TreeRow> rows(TreeItem item) {
        List<TreeRow.Guide> guides = guides(item);
        return item.content().accept(new TreeItem.Content.Visitor<>() {
            @Override
            public List<TreeRow> forest(TreeItem.Content.Forest above) {
                return List.of();
            }

            @Override
            public List<TreeRow> node(TreeItem.Content.Node node) {
                List<TreeRow> rows = new ArrayList<>();
                rows.add(new TreeRow.Node(
                        guides,
                        fold(item),
                        forest.node(node.number()),
                        facts.change(node.number()),
                        node.findings(),
                        facts.own(node.number()),
                        facts.whole(node.number())));
                rows.addAll(Blames.rows(below(item, guides), node.findings()));
                return rows;
            }

            @Override
            public List<TreeRow> group(TreeItem.Content.Group group) {
                return List.of(new TreeRow.Group(
                        guides,
                        fold(item),
                        group.kind(),
                        group.name(),
                        group.members().size(),
                        group.change(),
                        group.whole()));
            }

            @Override
            public List<TreeRow> elsewhere(TreeItem.Content.Elsewhere elsewhere) {
                return List.of(
                        new TreeRow.Elsewhere(elsewhere.finding()),
                        new TreeRow.Blame(List.of(TreeRow.Guide.BLANK), elsewhere.finding()));
            }
        });
    }

    /** None for the root and what stands beside it. */
    private static List<TreeRow.Guide> guides(TreeItem item) {
        LinkedList<TreeRow.Guide> guides = new LinkedList<>();
        for (TreeItem at = item;
                isBelowRoot(at) && guides.size() < DEEPEST;
                at = at.parent().orElseThrow()) {
            boolean last = at.isLastOfItsLevel();
            if (guides.isEmpty()) {
                guides.addFirst(last ? TreeRow.Guide.LAST : TreeRow.Guide.BRANCH);
            } else {
                guides.addFirst(last ? TreeRow.Guide.BLANK : TreeRow.Guide.THROUGH);
            }
        }
        return guides;
    }

    private static boolean isBelowRoot(TreeItem item) {
        return item.parent().flatMap(TreeItem::parent).isPresent();
    }

    /** Guides of a row that belongs to an item and stands right below it. */
    private static List<TreeRow.Guide> below(TreeItem item, List<TreeRow.Guide> guides) {
        List<TreeRow.Guide> below = new ArrayList<>(guides);
        if (!below.isEmpty()) {
            boolean more = below.get(below.size() - 1) == TreeRow.Guide.BRANCH;
            below.set(below.size() - 1, more ? TreeRow.Guide.THROUGH : TreeRow.Guide.BLANK);
        }
        boolean hasChildren = item.isOpen() && !item.children().isEmpty();
        below.add(hasChildren ? TreeRow.Guide.THROUGH : TreeRow.Guide.BLANK);
        return below;
    }

    private TreeRow.Fold fold(TreeItem item) {
        if (folding.isLeaf(item.content())) {
            return TreeRow.Fold.LEAF;
        }
        return item.isOpen() ? TreeRow.Fold.OPEN : TreeRow.Fold.CLOSED;
    }
}
