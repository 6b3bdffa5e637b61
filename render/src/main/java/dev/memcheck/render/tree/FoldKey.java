package dev.memcheck.render.tree;

import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.NodeKey;

/**
 * Names something that takes a row of its own, the same in every snapshot.
 *
 * @param node the node itself, the parent of a folded group, or the root for a finding of no context
 * @param group which group below the node, or which finding; empty for the node itself
 */
record FoldKey(NodeKey node, String group) {
    static FoldKey of(NodeKey node) {
        return new FoldKey(node, "");
    }

    static FoldKey unchanged(NodeKey parent) {
        return new FoldKey(parent, "unchanged");
    }

    static FoldKey others(NodeKey parent, boolean amongUnchanged, SiblingNames.Kind kind) {
        return new FoldKey(parent, (amongUnchanged ? "unchanged " : "") + kind.kind() + " " + kind.name());
    }

    static FoldKey elsewhere(NodeKey root, Finding finding) {
        String defect = String.join("/", finding.contextPath()) + finding.site().label() + finding.detail();
        return new FoldKey(root, "finding " + finding.checkType().label() + " " + defect);
    }

    boolean isNode() {
        return group.isEmpty();
    }
}
