package dev.memcheck.render.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The items of a tree, made when they are first needed, and which of them are open. */
final class ItemTree {
    /** So many levels mean all, folded groups too. */
    static final int ALL_LEVELS = Integer.MAX_VALUE;

    private final ContextForest forest;
    private final ForestFacts facts;
    private final Folding folding;
    private final FoldState folds;
    private final int openDepth;
    private final List<TreeItem.Content> roots;
    /** By number; null where none has been made yet. In an array, because there may be a hundred thousand. */
    private final TreeItem[] nodes;

    /** Those that are no nodes. */
    private final Map<FoldKey, TreeItem> others = new HashMap<>();

    private final TreeItem.Content.Visitor<FoldKey> keys = new Keys();
    private TreeItem top;

    /** @param openDepth levels that are open where {@code folds} does not say otherwise */
    ItemTree(
            ContextForest forest,
            ForestFacts facts,
            Folding folding,
            FoldState folds,
            int openDepth,
            List<TreeItem.Content> roots) {
        this.forest = forest;
        this.facts = facts;
        this.folding = folding;
        this.folds = folds;
        this.openDepth = openDepth;
        this.roots = List.copyOf(roots);
        nodes = new TreeItem[forest.size()];
        refold();
    }

    /** The invisible item above all others. */
    TreeItem top() {
        return top;
    }

    /** Makes all items anew, open as {@code folds} has it now. */
    void refold() {
        Arrays.fill(nodes, null);
        others.clear();
        top = new TreeItem(new TreeItem.Content.Forest(), null, 0);
        top.setOpen(true);
        grow(top, roots);
    }

    boolean isLeaf(TreeItem item) {
        return folding.isLeaf(item.content());
    }

    /** Opens or closes an item, and remembers that. Nothing for a leaf. */
    void setOpen(TreeItem item, boolean open) {
        if (isLeaf(item) || item.isOpen() == open) {
            return;
        }
        int before = item.visibleRows();
        item.setOpen(open);
        folds.set(key(item.content()), open);
        children(item);
        item.spread(item.visibleRows() - before);
    }

    /** The children of an item, open or not. */
    List<TreeItem> children(TreeItem item) {
        if (!item.isGrown() && !isLeaf(item)) {
            grow(item, folding.below(item.content()));
        }
        return item.children();
    }

    /** The first visible row of an item; empty if something above it is closed. */
    OptionalInt rowOf(TreeItem item) {
        int row = 0;
        for (TreeItem at = item; at.parent().isPresent(); at = at.parent().get()) {
            TreeItem parent = at.parent().get();
            if (!parent.isOpen()) {
                return OptionalInt.empty();
            }
            row += parent.ownRows() + parent.rowsBefore(at.position());
        }
        return OptionalInt.of(row);
    }

    /** The item itself, or the outermost of those above it that are closed. */
    TreeItem visible(TreeItem item) {
        TreeItem visible = item;
        for (TreeItem at = item; at != top; at = at.parent().orElseThrow()) {
            visible = at.isOpen() || at == item ? visible : at;
        }
        return visible;
    }

    /** The item with this key, if it has been made. */
    Optional<TreeItem> made(FoldKey key) {
        return key.isNode()
                ? forest.number(key.node()).map(number -> nodes[number])
                : Optional.ofNullable(others.get(key));
    }

    /**
     * The item of a node, made if need be but not opened. A node that is not shown is stood in for by the nearest of its
     * ancestors that is.
     */
    TreeItem of(int number) {
        Deque<Integer> unmade = new ArrayDeque<>();
        int at = number;
        while (nodes[at] == null) {
            unmade.push(at);
            at = forest.parent(at);
        }
        TreeItem item = nodes[at];
        while (!unmade.isEmpty()) {
            item = below(item, unmade.pop());
        }
        return item;
    }

    FoldKey key(TreeItem.Content content) {
        return content.accept(keys);
    }

    private TreeItem below(TreeItem parent, int number) {
        if (!facts.isShown(number)) {
            return parent;
        }
        TreeItem at = parent;
        while (at != null) {
            List<TreeItem> children = children(at);
            if (nodes[number] != null) {
                return nodes[number];
            }
            at = groupOf(children, number);
        }
        return parent;
    }

    private static TreeItem groupOf(List<TreeItem> children, int number) {
        for (TreeItem child : children) {
            if (child.content() instanceof TreeItem.Content.Group group
                    && group.members().contains(number)) {
                return child;
            }
        }
        return null;
    }

    /** Makes the children of an item, and of all below it that are open. Not recursive: chains of contexts are long. */
    private void grow(TreeItem start, List<TreeItem.Content> contents) {
        List<TreeItem> grown = new ArrayList<>();
        Deque<TreeItem> open = new ArrayDeque<>();
        start.grow(items(start, contents, open));
        grown.add(start);
        while (!open.isEmpty()) {
            TreeItem item = open.pop();
            item.grow(items(item, folding.below(item.content()), open));
            grown.add(item);
        }
        for (int last = grown.size() - 1; last >= 0; last--) {
            grown.get(last).weigh();
        }
    }

    private List<TreeItem> items(TreeItem parent, List<TreeItem.Content> contents, Deque<TreeItem> open) {
        List<TreeItem> children = new ArrayList<>(contents.size());
        for (TreeItem.Content content : contents) {
            TreeItem item = new TreeItem(content, parent, children.size());
            children.add(item);
            if (content instanceof TreeItem.Content.Node node) {
                nodes[node.number()] = item;
            } else { // a group or a finding: the forest is no child
                others.put(key(content), item);
            }
            if (!folding.isLeaf(content) && isOpen(content)) {
                item.setOpen(true);
                open.push(item);
            }
        }
        return children;
    }

    private boolean isOpen(TreeItem.Content content) {
        boolean byDefault = isOpenByDefault(content);
        return folds.isUntouched() ? byDefault : folds.isOpen(key(content), byDefault);
    }

    private boolean isOpenByDefault(TreeItem.Content content) {
        if (content instanceof TreeItem.Content.Node node) {
            int level = forest.node(node.number()).node().level();
            OptionalInt depth = folds.depth();
            return depth.isPresent() ? level < depth.getAsInt() : facts.leads(node.number()) || level < openDepth;
        }
        // All others are no contexts, and have no level.
        return folds.depth().orElse(0) == ALL_LEVELS;
    }

    /** What each kind is called in any tree. */
    private final class Keys implements TreeItem.Content.Visitor<FoldKey> {
        @Override
        public FoldKey forest(TreeItem.Content.Forest above) {
            throw new IllegalStateException("takes no row: " + above);
        }

        @Override
        public FoldKey node(TreeItem.Content.Node node) {
            return FoldKey.of(forest.node(node.number()).node().key());
        }

        @Override
        public FoldKey group(TreeItem.Content.Group group) {
            return group.key();
        }

        @Override
        public FoldKey elsewhere(TreeItem.Content.Elsewhere elsewhere) {
            return FoldKey.elsewhere(forest.node(0).node().key(), elsewhere.finding());
        }
    }
}
