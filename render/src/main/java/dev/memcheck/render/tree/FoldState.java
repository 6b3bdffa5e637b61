package dev.memcheck.render.tree;

import dev.memcheck.snapshot.NodeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a person opened and closed by hand. Kept by node, not by row, so that it holds when the tree is drawn anew from a
 * later snapshot. What is not in it is open or closed by default. Not thread-safe.
 */
public final class FoldState {
    private final Map<FoldKey, Boolean> open = new HashMap<>();
    private OptionalInt depth = OptionalInt.empty();

    public void open(NodeKey node) {
        set(FoldKey.of(node), true);
    }

    public void close(NodeKey node) {
        set(FoldKey.of(node), false);
    }

    /** Back to the defaults. */
    public void clear() {
        open.clear();
        depth = OptionalInt.empty();
    }

    public FoldState copy() {
        FoldState copy = new FoldState();
        copy.restore(this);
        return copy;
    }

    /** Makes this one the same as another. */
    public void restore(FoldState other) {
        open.clear();
        open.putAll(other.open);
        depth = other.depth;
    }

    /** Forgets what was done by hand; from now on this many levels are open, whatever is in them. */
    void foldTo(int levels) {
        open.clear();
        depth = OptionalInt.of(levels);
    }

    /** Levels that are open instead of those that are by default. */
    OptionalInt depth() {
        return depth;
    }

    /** Whether nothing was opened or closed one by one. */
    boolean isUntouched() {
        return open.isEmpty();
    }

    void set(FoldKey key, boolean value) {
        open.put(key, value);
    }

    boolean isOpen(FoldKey key, boolean byDefault) {
        return open.getOrDefault(key, byDefault);
    }
}
