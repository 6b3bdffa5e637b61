package dev.memcheck.render.tree;

import java.util.OptionalInt;

/**
 * Finds nodes in a tree, one after the other in the order of its rows, folded or not; the way to what is found is opened.
 * Only what lies above something that is looked for is unfolded on the way. Good until the {@link TreeRows} it is of are
 * replaced.
 */
public final class TreeSearch {
    private final ItemTree items;
    private final TreeHits hits;

    TreeSearch(ItemTree items, TreeHits hits) {
        this.items = items;
        this.hits = hits;
    }

    /** How many nodes there are to find. */
    public int count() {
        return hits.count();
    }

    /** The row of what is found on this row or below it, else from the top; empty if there is nothing to find. */
    public OptionalInt from(int row) {
        TreeItem start = RowCursor.at(items.top(), row).item();
        return hits.isAt(start) ? reveal(start) : find(start, true);
    }

    /** The row of what is found below this row, else from the top; empty if there is nothing to find. */
    public OptionalInt after(int row) {
        return find(RowCursor.at(items.top(), row).item(), true);
    }

    /** The row of what is found above this row, else from the bottom; empty if there is nothing to find. */
    public OptionalInt before(int row) {
        return find(RowCursor.at(items.top(), row).item(), false);
    }

    private OptionalInt find(TreeItem start, boolean forward) {
        TreeItem at = start;
        boolean turned = false;
        do {
            at = forward ? next(at) : previous(at);
            if (hits.isAt(at)) {
                return reveal(at);
            }
            boolean isTop = at == items.top();
            if (isTop && turned) {
                return OptionalInt.empty();
            }
            turned |= isTop;
        } while (at != start);
        return OptionalInt.empty();
    }

    private OptionalInt reveal(TreeItem item) {
        for (TreeItem at = item.parent().orElseThrow();
                at != items.top();
                at = at.parent().orElseThrow()) {
            items.setOpen(at, true);
        }
        return items.rowOf(item);
    }

    /** In the order of a tree that is all open; the top after the last. Passes by what has nothing to find below it. */
    private TreeItem next(TreeItem item) {
        if (hits.isBelow(item) && !items.children(item).isEmpty()) {
            return items.children(item).get(0);
        }
        TreeItem done = item;
        while (done != items.top() && done.isLastOfItsLevel()) {
            done = done.parent().orElseThrow();
        }
        return done == items.top() ? done : sibling(done, 1);
    }

    private TreeItem previous(TreeItem item) {
        if (item != items.top() && item.position() == 0) {
            return item.parent().orElseThrow();
        }
        TreeItem last = item == items.top() ? item : sibling(item, -1);
        while (hits.isBelow(last) && !items.children(last).isEmpty()) {
            last = items.children(last).get(items.children(last).size() - 1);
        }
        return last;
    }

    private static TreeItem sibling(TreeItem item, int step) {
        return item.parent().orElseThrow().children().get(item.position() + step);
    }
}
