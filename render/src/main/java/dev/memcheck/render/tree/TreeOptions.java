package dev.memcheck.render.tree;

import dev.memcheck.snapshot.ContextNode;
import java.util.Objects;

/**
 * How a tree is shown.
 *
 * @param filter which nodes
 * @param sort order of siblings
 * @param transientChanges whether contexts of the statement and the transaction, which come and go with every statement,
 *     and those that move with the clock count as changed; by default they do not
 * @param observer whether memcheck's own contexts are shown
 * @param openDepth levels that are open at first, whether anything changed in them or not; without a difference it is
 *     at least 1
 * @param alike so many siblings of one name are shown before the others are folded; with 0 all are, from three on
 */
public record TreeOptions(
        TreeFilter filter, TreeSort sort, boolean transientChanges, boolean observer, int openDepth, int alike) {
    public TreeOptions {
        Objects.requireNonNull(filter);
        Objects.requireNonNull(sort);
        if (openDepth < 0) {
            throw new IllegalArgumentException("a tree is opened 0 or more levels deep, not " + openDepth);
        }
    }

    /** Everything in the server's order, folded to what changed. */
    public static TreeOptions defaults() {
        return new TreeOptions(TreeFilter.all(), TreeSort.TREE, false, false, 0, SiblingNames.SHOWN);
    }

    /** Whether a context is shown though it has no finding. */
    boolean shows(ContextNode node) {
        return observer || !node.observer();
    }

    /** Whether a change of a context counts. */
    boolean isLoud(ContextNode node) {
        return transientChanges || node.isSteady();
    }

    public TreeOptions withFilter(TreeFilter value) {
        return new TreeOptions(value, sort, transientChanges, observer, openDepth, alike);
    }

    public TreeOptions withSort(TreeSort value) {
        return new TreeOptions(filter, value, transientChanges, observer, openDepth, alike);
    }

    public TreeOptions withTransientChanges(boolean value) {
        return new TreeOptions(filter, sort, value, observer, openDepth, alike);
    }

    public TreeOptions withObserver(boolean value) {
        return new TreeOptions(filter, sort, transientChanges, value, openDepth, alike);
    }

    public TreeOptions withOpenDepth(int value) {
        return new TreeOptions(filter, sort, transientChanges, observer, value, alike);
    }

    public TreeOptions withAlike(int value) {
        return new TreeOptions(filter, sort, transientChanges, observer, openDepth, value);
    }
}
