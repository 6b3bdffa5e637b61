package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Something that takes a row of the tree, with the rows that always go with it and those that are shown while it is open.
 * Its children are not made before it is first opened.
 */
final class TreeItem {
    private final Content content;
    private final TreeItem parent;
    private final int position;
    private boolean open;
    private List<TreeItem> children = List.of();
    private boolean grown;
    private RowWeights weights = new RowWeights(new int[0]);

    /** What an item stands for. */
    public sealed interface Content {
        /** What is done with each kind of content. */
        interface Visitor<R> {
            R forest(Forest forest);

            R node(Node node);

            R group(Group group);

            R elsewhere(Elsewhere elsewhere);
        }

        /** Calls the method of its kind. */
        <R> R accept(Visitor<R> visitor);

        /** Rows that it always takes: its own and those of its findings. */
        int rows();

        /** The invisible item above the root. */
        record Forest() implements Content {
            @Override
            public <R> R accept(Visitor<R> visitor) {
                return visitor.forest(this);
            }

            @Override
            public int rows() {
                return 0;
            }
        }

        /** A context, by its number in the forest. */
        record Node(int number, List<Finding> findings) implements Content {
            @Override
            public <R> R accept(Visitor<R> visitor) {
                return visitor.node(this);
            }

            @Override
            public int rows() {
                return 1 + Blames.rows(findings.size());
            }
        }

        /** Contexts folded into one row, by their numbers; see {@link TreeRow.Group}. */
        record Group(
                TreeRow.GroupKind kind, String name, FoldKey key, List<Integer> members, Change change, Amounts whole)
                implements Content {
            @Override
            public <R> R accept(Visitor<R> visitor) {
                return visitor.group(this);
            }

            @Override
            public int rows() {
                return 1;
            }
        }

        /** A finding of no context. */
        record Elsewhere(Finding finding) implements Content {
            @Override
            public <R> R accept(Visitor<R> visitor) {
                return visitor.elsewhere(this);
            }

            @Override
            public int rows() {
                return 2;
            }
        }
    }

    TreeItem(Content content, TreeItem parent, int position) {
        this.content = content;
        this.parent = parent;
        this.position = position;
    }

    Content content() {
        return content;
    }

    Optional<TreeItem> parent() {
        return Optional.ofNullable(parent);
    }

    /** Place among the children of its parent. */
    int position() {
        return position;
    }

    List<TreeItem> children() {
        return children;
    }

    boolean isOpen() {
        return open;
    }

    boolean isGrown() {
        return grown;
    }

    boolean isLastOfItsLevel() {
        return parent == null || position == parent.children.size() - 1;
    }

    /** Gives it its children; {@link #weigh} must follow when they have theirs. */
    void grow(List<TreeItem> newChildren) {
        children = newChildren;
        grown = true;
    }

    /** Sums the visible rows of the children. */
    void weigh() {
        int[] rows = new int[children.size()];
        for (int child = 0; child < rows.length; child++) {
            rows[child] = children.get(child).visibleRows();
        }
        weights = new RowWeights(rows);
    }

    void setOpen(boolean value) {
        open = value;
    }

    /** Rows that it always takes: its own and those of its findings. */
    int ownRows() {
        return content.rows();
    }

    int visibleRows() {
        return ownRows() + (open ? weights.total() : 0);
    }

    /** Enters into all items above that this one now takes more rows, or fewer. */
    void spread(int rows) {
        for (TreeItem item = this; item.parent != null; item = item.parent) {
            item.parent.weights.add(item.position, rows);
            if (!item.parent.open) {
                return;
            }
        }
    }

    /** Visible rows of the children before this one. */
    int rowsBefore(int child) {
        return weights.before(child);
    }

    /** The child that has a row, counted from the first row of the first child. */
    TreeItem childAt(int row) {
        return children.get(weights.siblingAt(row));
    }
}
