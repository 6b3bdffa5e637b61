package dev.memcheck.render.tree;

/** Walks the visible items of a tree from top to bottom, starting anywhere. */
final class RowCursor {
    private TreeItem item;
    private int offset;

    private RowCursor(TreeItem item, int offset) {
        this.item = item;
        this.offset = offset;
    }

    /** The item that has a row, counted from the first below {@code top}; the row must exist. */
    static RowCursor at(TreeItem top, int row) {
        TreeItem item = top;
        int rest = row;
        while (rest >= item.ownRows()) {
            rest -= item.ownRows();
            TreeItem child = item.childAt(rest);
            rest -= item.rowsBefore(child.position());
            item = child;
        }
        return new RowCursor(item, rest);
    }

    /** Whether there is an item; not so after the last one. */
    boolean isValid() {
        return item != null;
    }

    TreeItem item() {
        return item;
    }

    /** Which of the item's own rows, from 0. */
    int offset() {
        return offset;
    }

    /** Goes to the first row of the next item. */
    void nextItem() {
        offset = 0;
        if (item.isOpen() && !item.children().isEmpty()) {
            item = item.children().get(0);
            return;
        }
        TreeItem done = item;
        while (done != null && done.isLastOfItsLevel()) {
            done = done.parent().orElse(null);
        }
        item = done == null ? null : done.parent().orElseThrow().children().get(done.position() + 1);
    }
}
