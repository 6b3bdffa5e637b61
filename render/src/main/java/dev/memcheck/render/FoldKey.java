package dev.memcheck.render;

import dev.memcheck.snapshot.NodeKey;

/**
 * Names something that can be opened and closed, the same in every snapshot.
 *
 * @param node the node itself, or the parent of a folded group
 * @param group which group below the node; empty for the node itself
 */
record FoldKey(NodeKey node, String group) {
    static FoldKey of(NodeKey node) {
        return new FoldKey(node, "");
    }

    static FoldKey unchanged(NodeKey parent) {
        return new FoldKey(parent, "unchanged");
    }

    static FoldKey others(NodeKey parent, boolean amongUnchanged, String name) {
        return new FoldKey(parent, (amongUnchanged ? "unchanged others " : "others ") + name);
    }
}
