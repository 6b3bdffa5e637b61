package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import dev.memcheck.diff.NodeDiff;
import dev.memcheck.finding.Finding;
import java.util.List;

/** One visible row of a tree. Says what is there; how it looks is the view's business. */
public sealed interface TreeRow {
    /** What is done with each kind of row. */
    interface Visitor<R, X extends Exception> {
        R node(Node node) throws X;

        R group(Group group) throws X;

        R blame(Blame blame) throws X;

        R moreFindings(MoreFindings moreFindings) throws X;

        R elsewhere(Elsewhere elsewhere) throws X;
    }

    /** Calls the method of its kind. */
    <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X;

    /** Whether what is below it is shown. */
    Fold fold();

    /** What to say of it. */
    Change change();

    /** One guide for each level above the row and one for the row itself, up to 100; empty for the root. */
    List<Guide> guides();

    /** 0 for the root; 100 at most. */
    default int depth() {
        return guides().size();
    }

    /** One step of the lines that join a row to its parent. */
    enum Guide {
        /** Nothing more comes at this level. */
        BLANK,
        /** More comes at this level, further down. */
        THROUGH,
        /** This row, and more of its level below. */
        BRANCH,
        /** This row, the last of its level. */
        LAST
    }

    /** Whether what is below a row is shown. */
    enum Fold {
        OPEN,
        CLOSED,
        LEAF
    }

    /**
     * A context.
     *
     * @param node the context on both sides; the same on both where no difference is shown
     * @param change what to say of it, which is {@code UNCHANGED} for a transient context unless those were asked for
     * @param findings on this very node, worst first
     * @param own bytes of the node itself; nothing but a difference for one that is gone
     * @param whole bytes of the node and all below it
     */
    record Node(
            List<Guide> guides,
            Fold fold,
            NodeDiff node,
            Change change,
            List<Finding> findings,
            Amounts own,
            Amounts whole)
            implements TreeRow {
        public Node {
            guides = List.copyOf(guides);
            findings = List.copyOf(findings);
        }

        @Override
        public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
            return visitor.node(this);
        }
    }

    /**
     * Siblings folded into one row. None of them, and nothing below them, has a finding.
     *
     * @param kind why they are folded
     * @param name the name they share, or a pattern of it; empty for {@link GroupKind#UNCHANGED}
     * @param count how many siblings
     * @param change what became of all of them; {@code UNCHANGED} if they differ in that
     * @param whole bytes of all of them and all below them
     */
    record Group(List<Guide> guides, Fold fold, GroupKind kind, String name, int count, Change change, Amounts whole)
            implements TreeRow {
        public Group {
            guides = List.copyOf(guides);
        }

        @Override
        public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
            return visitor.group(this);
        }
    }

    /** Why siblings are folded into one row. */
    enum GroupKind {
        /** They share a name with some that are shown. */
        OTHERS,
        /** They share a name, and of that name only those with findings are shown. */
        ALL,
        /** Their names are like those of some that are shown. */
        ALIKE,
        /** They did not change, and others did. */
        UNCHANGED
    }

    /** A row about findings, which has nothing below it and does not change. */
    sealed interface OfFinding extends TreeRow {
        @Override
        default Fold fold() {
            return Fold.LEAF;
        }

        @Override
        default Change change() {
            return Change.UNCHANGED;
        }
    }

    /** Under a node, or under a finding without one: who is to blame. */
    record Blame(List<Guide> guides, Finding finding) implements OfFinding {
        public Blame {
            guides = List.copyOf(guides);
        }

        @Override
        public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
            return visitor.blame(this);
        }
    }

    /** Under a node with very many findings: how many are not shown. */
    record MoreFindings(List<Guide> guides, int count) implements OfFinding {
        public MoreFindings {
            guides = List.copyOf(guides);
        }

        @Override
        public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
            return visitor.moreFindings(this);
        }
    }

    /** Below the tree: a finding of no context, or of one that is not in the tree. */
    record Elsewhere(Finding finding) implements OfFinding {
        @Override
        public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
            return visitor.elsewhere(this);
        }

        @Override
        public List<Guide> guides() {
            return List.of();
        }
    }
}
