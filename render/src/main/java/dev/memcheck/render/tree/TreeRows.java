package dev.memcheck.render.tree;

import dev.memcheck.snapshot.NodeKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The visible rows of a context tree: the one view-model, drawn at the prompt and on the full screen alike.
 *
 * <p>To make one looks at every node once, and so do {@link #search} and what opens or closes all of it. Otherwise a
 * window of rows is had, a node opened or closed, and a neighbor of a row found, in time that depends on the window, on
 * the depth, and on the logarithm of the number of siblings, but not on the size of the tree. Not thread-safe.
 */
public final class TreeRows {
    private final TreeSubject subject;
    private final TreeOptions options;
    private final FoldState folds;
    private final FindingPlaces places;
    private final ContextForest forest;
    private final ForestFacts facts;
    private final Folding folding;
    private final ItemTree items;

    private TreeRows(
            TreeSubject subject, TreeOptions options, FoldState folds, ContextForest forest, FindingPlaces places) {
        this.subject = subject;
        this.options = options;
        this.folds = folds;
        this.forest = forest;
        this.places = places;
        facts = new ForestFacts(forest, places, options);
        boolean comparing = subject.diff().isPresent();
        folding = new Folding(forest, facts, options, comparing);
        List<TreeItem.Content> roots = new ArrayList<>();
        roots.add(folding.node(0));
        places.elsewhere().forEach(finding -> roots.add(new TreeItem.Content.Elsewhere(finding)));
        int openDepth = comparing ? options.openDepth() : Math.max(1, options.openDepth());
        items = new ItemTree(forest, facts, folding, folds, openDepth, roots);
    }

    /**
     * @param subject what is shown
     * @param options how
     * @param folds what was opened and closed by hand; read now, and written when something is opened or closed
     */
    public static TreeRows of(TreeSubject subject, TreeOptions options, FoldState folds) {
        ContextForest forest = new ContextForest(subject, options);
        return new TreeRows(subject, options, folds, forest, new FindingPlaces(forest, subject.findings()));
    }

    /** The same tree shown in another way; less work than {@link #of}. */
    public TreeRows with(TreeOptions other, FoldState otherFolds) {
        boolean sameNodes =
                options.observer() == other.observer() && options.transientChanges() == other.transientChanges();
        return sameNodes ? new TreeRows(subject, other, otherFolds, forest, places) : of(subject, other, otherFolds);
    }

    public TreeSubject subject() {
        return subject;
    }

    /** Number of visible rows, at least 1. */
    public int size() {
        return items.top().visibleRows();
    }

    /** Bytes of the whole tree. */
    public Amounts whole() {
        return facts.whole(0);
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
        RowCursor cursor = RowCursor.at(items.top(), from);
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
        return items.made(FoldKey.of(node)).map(items::rowOf).orElse(OptionalInt.empty());
    }

    /**
     * What a row is called in any tree of this backend.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public TreePlace placeOf(int row) {
        RowCursor cursor = cursor(row);
        List<FoldKey> path = new ArrayList<>();
        for (TreeItem at = cursor.item(); at != items.top(); at = at.parent().orElseThrow()) {
            path.add(items.key(at.content()));
        }
        return new TreePlace(path, cursor.offset());
    }

    /** The row of that place; where it is folded away or no longer there, the row that it is under, or was. */
    public int rowNearest(TreePlace place) {
        for (FoldKey key : place.path()) {
            Optional<TreeItem> item = item(key);
            if (item.isPresent()) {
                TreeItem visible = items.visible(item.get());
                boolean itself = key == place.path().get(0) && isCalled(visible, key);
                int offset = itself ? Math.min(place.offset(), visible.ownRows() - 1) : 0;
                return items.rowOf(visible).orElseThrow() + offset;
            }
        }
        return 0;
    }

    /** Names from the root to the context that a row is, or belongs to, or is a group below of. Empty for no context. */
    public List<String> pathOf(int row) {
        List<String> path = new ArrayList<>();
        for (TreeItem at = cursor(row).item();
                at != items.top();
                at = at.parent().orElseThrow()) {
            if (at.content() instanceof TreeItem.Content.Node node) {
                path.add(forest.node(node.number()).node().name());
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** The row of the node or group that a row is below of; for a row of a finding, of the finding's node. */
    public OptionalInt parentOf(int row) {
        RowCursor cursor = cursor(row);
        if (cursor.offset() > 0) {
            return items.rowOf(cursor.item());
        }
        TreeItem parent = cursor.item().parent().orElseThrow();
        return parent == items.top() ? OptionalInt.empty() : items.rowOf(parent);
    }

    /** The row of the first child; empty for what is closed or has none. */
    public OptionalInt firstChildOf(int row) {
        TreeItem item = cursor(row).item();
        return item.isOpen() && !item.children().isEmpty()
                ? items.rowOf(item.children().get(0))
                : OptionalInt.empty();
    }

    /** The row of the sibling so many further, or of the last one that way; empty if there is none that way. */
    public OptionalInt siblingOf(int row, int step) {
        TreeItem item = cursor(row).item();
        List<TreeItem> siblings = item.parent().orElseThrow().children();
        int position = Math.max(0, Math.min(siblings.size() - 1, item.position() + step));
        return position == item.position() ? OptionalInt.empty() : items.rowOf(siblings.get(position));
    }

    /**
     * Opens the node or group of a row if it is closed, and closes it if it is open; on any other row it does nothing. The
     * row keeps its place.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public void toggle(int row) {
        TreeItem item = cursor(row).item();
        items.setOpen(item, !item.isOpen());
    }

    /** Opens a row, if it can be opened; whether it was closed before. */
    public boolean open(int row) {
        return set(row, true);
    }

    /** Closes a row, if it can be closed; whether it was open before. */
    public boolean close(int row) {
        return set(row, false);
    }

    /** Opens a row, and what is below it as long as that is one single child. */
    public void openToFork(int row) {
        TreeItem item = cursor(row).item();
        items.setOpen(item, true);
        while (item.children().size() == 1) {
            item = item.children().get(0);
            items.setOpen(item, true);
        }
    }

    /** Opens this many levels and closes all others; forgets what was opened and closed by hand. */
    public void foldTo(int depth) {
        folds.foldTo(depth);
        items.refold();
    }

    /** Opens everything, folded groups too. */
    public void openAll() {
        foldTo(ItemTree.ALL_LEVELS);
    }

    /** Opens and closes everything as another state has it, which is copied. */
    public void restore(FoldState state) {
        folds.restore(state);
        items.refold();
    }

    /** Looks for nodes. Those that the tree does not show, because they are filtered out, are not found. */
    public TreeSearch search(TreeFilter what) {
        return new TreeSearch(items, new TreeHits(forest, facts, what));
    }

    private boolean set(int row, boolean open) {
        TreeItem item = cursor(row).item();
        boolean other = item.isOpen() != open;
        items.setOpen(item, open);
        return other && item.isOpen() == open;
    }

    private Optional<TreeItem> item(FoldKey key) {
        return key.isNode() ? forest.number(key.node()).map(items::of) : items.made(key);
    }

    private boolean isCalled(TreeItem item, FoldKey key) {
        return items.key(item.content()).equals(key);
    }

    private RowCursor cursor(int row) {
        if (row < 0 || row >= size()) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size());
        }
        return RowCursor.at(items.top(), row);
    }
}
