package dev.memcheck.render;

import dev.memcheck.snapshot.NodeKey;
import java.util.HashMap;
import java.util.Map;

/**
 * What a person opened and closed by hand. Kept by node, not by row, so that it holds when the tree is drawn anew from a
 * later snapshot. What is not in it is open or closed by default. Not thread-safe.
 */
public final class FoldState {
    private final Map<FoldKey, Boolean> open = new HashMap<>();

    public void open(NodeKey node) {
        set(FoldKey.of(node), true);
    }

    public void close(NodeKey node) {
        set(FoldKey.of(node), false);
    }

    /** Back to the defaults. */
    public void clear() {
        open.clear();
    }

    void set(FoldKey key, boolean value) {
        open.put(key, value);
    }

    boolean isOpen(FoldKey key, boolean byDefault) {
        return open.getOrDefault(key, byDefault);
    }
}
