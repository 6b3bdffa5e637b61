package dev.memcheck.render.tree;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/** Makes the rows of one item. */
final class RowWriter {
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
        List<TreeRow> rows = new ArrayList<>();
        if (item.content() instanceof TreeItem.Content.Node node) {
            rows.add(new TreeRow.Node(
                    guides,
                    fold(item),
                    forest.node(node.number()),
                    facts.change(node.number()),
                    node.findings(),
                    facts.own(node.number()),
                    facts.whole(node.number())));
            rows.addAll(Blames.rows(below(item, guides), node.findings()));
        } else if (item.content() instanceof TreeItem.Content.Group group) {
            rows.add(new TreeRow.Group(
                    guides,
                    fold(item),
                    group.kind(),
                    group.name(),
                    group.members().size(),
                    group.change(),
                    group.whole()));
        } else if (item.content() instanceof TreeItem.Content.Elsewhere elsewhere) {
            rows.add(new TreeRow.Elsewhere(elsewhere.finding()));
            rows.add(new TreeRow.Blame(List.of(TreeRow.Guide.BLANK), elsewhere.finding()));
        }
        return rows;
    }

    /** None for the root and what stands beside it. */
    private static List<TreeRow.Guide> guides(TreeItem item) {
        LinkedList<TreeRow.Guide> guides = new LinkedList<>();
        for (TreeItem at = item; isBelowRoot(at); at = at.parent().orElseThrow()) {
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
