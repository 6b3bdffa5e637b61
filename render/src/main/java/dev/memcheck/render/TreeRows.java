package dev.memcheck.render;

import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The visible rows of a context tree: the one view-model, drawn at the prompt and on the full screen alike.
 *
 * <p>To make one looks at every node once. After that a window of rows is had, and a node opened or closed, in time that
 * depends on the window, on the depth, and on the logarithm of the number of siblings, but not on the size of the tree.
 * Not thread-safe.
 */
public final class TreeRows {
    private final TreeSubject subject;
    private final ContextForest forest;
    private final ForestFacts facts;
    private final Folding folding;
    private final FoldState folds;
    private final int openDepth;
    private final TreeItem top = new TreeItem(new TreeItem.Content.Forest(), null, 0);
    private final Map<NodeKey, TreeItem> items = new HashMap<>();

    private TreeRows(TreeSubject subject, TreeOptions options, FoldState folds) {
        this.subject = subject;
        this.folds = folds;
        forest = new ContextForest(subject, options);
        FindingPlaces places = new FindingPlaces(forest, subject.findings());
        facts = new ForestFacts(forest, places, options);
        folding = new Folding(forest, facts, options, subject.diff().isPresent());
        openDepth = subject.diff().isPresent() ? options.openDepth() : Math.max(1, options.openDepth());
        List<TreeItem.Content> contents = new ArrayList<>();
        contents.add(folding.node(0));
        places.elsewhere().forEach(finding -> contents.add(new TreeItem.Content.Elsewhere(finding)));
        top.setOpen(true);
        grow(top, contents);
    }

    /**
     * @param subject what is shown
     * @param options how
     * @param folds what was opened and closed by hand; read now, and written by {@link #toggle}
     */
    public static TreeRows of(TreeSubject subject, TreeOptions options, FoldState folds) {
        return new TreeRows(subject, options, folds);
    }

    public TreeSubject subject() {
        return subject;
    }

    /** Number of visible rows. */
    public int size() {
        return top.visibleRows();
    }

    /**
     * A window of the visible rows.
     *
     * @param from first row, from 0
     * @param count at most so many; fewer at the end
     */
    public List<TreeRow> rows(int from, int count) {
        if (from < 0 || count < 0) {
            throw new IllegalArgumentException("no window of rows: from " + from + ", count " + count);
        }
        List<TreeRow> window = new ArrayList<>();
        if (from >= size() || count == 0) {
            return window;
        }
        RowCursor cursor = RowCursor.at(top, from);
        RowWriter writer = new RowWriter(forest, facts, folding);
        while (window.size() < count && cursor.isValid()) {
            List<TreeRow> rows = writer.rows(cursor.item());
            for (int row = cursor.offset(); row < rows.size() && window.size() < count; row++) {
                window.add(rows.get(row));
            }
            cursor.nextItem();
        }
        return window;
    }

    /** The row of a context; empty if it is not visible now. */
    public OptionalInt rowOf(NodeKey node) {
        TreeItem item = items.get(node);
        if (item == null) {
            return OptionalInt.empty();
        }
        int row = 0;
        while (item.parent().isPresent()) {
            TreeItem parent = item.parent().get();
            if (!parent.isOpen()) {
                return OptionalInt.empty();
            }
            row += parent.ownRows() + parent.rowsBefore(item.position());
            item = parent;
        }
        return OptionalInt.of(row);
    }

    /**
     * Opens the node or group of a row if it is closed, and closes it if it is open; on any other row it does nothing. The
     * row keeps its place.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public void toggle(int row) {
        if (row < 0 || row >= size()) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size());
        }
        TreeItem item = RowCursor.at(top, row).item();
        if (folding.isLeaf(item.content())) {
            return;
        }
        int before = item.visibleRows();
        item.setOpen(!item.isOpen());
        folds.set(foldKey(item.content()), item.isOpen());
        if (item.isOpen() && !item.isGrown()) {
            grow(item, folding.below(item.content()));
        }
        item.spread(item.visibleRows() - before);
    }

    /** Makes the children of an item, and of all below it that are open. Not recursive: chains of contexts are long. */
    private void grow(TreeItem start, List<TreeItem.Content> contents) {
        List<TreeItem> grown = new ArrayList<>();
        Deque<TreeItem> open = new ArrayDeque<>();
        start.grow(children(start, contents, open));
        grown.add(start);
        while (!open.isEmpty()) {
            TreeItem item = open.pop();
            item.grow(children(item, folding.below(item.content()), open));
            grown.add(item);
        }
        for (int last = grown.size() - 1; last >= 0; last--) {
            grown.get(last).weigh();
        }
    }

    private List<TreeItem> children(TreeItem parent, List<TreeItem.Content> contents, Deque<TreeItem> open) {
        List<TreeItem> children = new ArrayList<>(contents.size());
        for (TreeItem.Content content : contents) {
            TreeItem item = new TreeItem(content, parent, children.size());
            children.add(item);
            if (content instanceof TreeItem.Content.Node node) {
                items.put(forest.node(node.number()).node().key(), item);
            }
            if (!folding.isLeaf(content) && folds.isOpen(foldKey(content), isOpenByDefault(content))) {
                item.setOpen(true);
                open.push(item);
            }
        }
        return children;
    }

    private boolean isOpenByDefault(TreeItem.Content content) {
        if (content instanceof TreeItem.Content.Node node) {
            return facts.leads(node.number())
                    || forest.node(node.number()).node().level() < openDepth;
        }
        return false;
    }

    private FoldKey foldKey(TreeItem.Content content) {
        if (content instanceof TreeItem.Content.Node node) {
            return FoldKey.of(forest.node(node.number()).node().key());
        }
        if (content instanceof TreeItem.Content.Group group) {
            return group.key();
        }
        throw new IllegalStateException("cannot be folded: " + content);
    }
}
