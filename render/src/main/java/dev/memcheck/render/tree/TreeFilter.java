package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import dev.memcheck.snapshot.ContextNode;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which nodes are shown. The nodes on the way to them always are. */
public sealed interface TreeFilter {
    /** What is done with each kind of filter. */
    interface Visitor<R> {
        R all(All all);

        R changed(Changed changed);

        R arisen(Arisen arisen);

        R withFindings(WithFindings withFindings);

        R byName(ByName byName);

        R bySize(BySize bySize);

        R inverse(Inverse inverse);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /**
     * Whether a node is one of those looked for.
     *
     * @param change {@link Change#UNCHANGED} also for one that comes and goes, where that is not of interest
     */
    boolean matches(ContextNode node, Change change, boolean hasFindings);

    /** Everything; where some siblings changed, the others are folded into one row. */
    static TreeFilter all() {
        return new All();
    }

    /** What changed or has findings. */
    static TreeFilter changed() {
        return new Changed();
    }

    /** What is new or has grown, and is still there. */
    static TreeFilter arisen() {
        return new Arisen();
    }

    static TreeFilter findings() {
        return new WithFindings();
    }

    /**
     * Nodes whose name or ident has this text in it, and what is below them.
     *
     * @param text a regular expression; taken literally if it is none, so that half of one can be searched for while it
     *     is typed. Case does not matter.
     */
    static TreeFilter named(String text) {
        return new ByName(pattern(text));
    }

    /** What {@link #named} looks for. */
    static Pattern pattern(String text) {
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        try {
            return Pattern.compile(text, flags);
        } catch (PatternSyntaxException notRegular) {
            return Pattern.compile(text, flags | Pattern.LITERAL);
        }
    }

    /** Nodes whose blocks have this many bytes or more. */
    static TreeFilter atLeast(long bytes) {
        return new BySize(bytes);
    }

    /** What another filter leaves out. */
    static TreeFilter not(TreeFilter filter) {
        return new Inverse(filter);
    }

    record All() implements TreeFilter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.all(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return true;
        }
    }

    record Changed() implements TreeFilter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.changed(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return change != Change.UNCHANGED || hasFindings;
        }
    }

    record Arisen() implements TreeFilter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.arisen(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return change == Change.APPEARED || change == Change.GROWN;
        }
    }

    record WithFindings() implements TreeFilter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.withFindings(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return hasFindings;
        }
    }

    record ByName(Pattern pattern) implements TreeFilter {
        public ByName {
            Objects.requireNonNull(pattern);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.byName(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return pattern.matcher(node.name()).find()
                    || pattern.matcher(node.ident()).find();
        }
    }

    record BySize(long bytes) implements TreeFilter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bySize(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return node.totalBytes() >= bytes;
        }
    }

    record Inverse(TreeFilter filter) implements TreeFilter {
        public Inverse {
            Objects.requireNonNull(filter);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inverse(this);
        }

        @Override
        public boolean matches(ContextNode node, Change change, boolean hasFindings) {
            return !filter.matches(node, change, hasFindings);
        }
    }
}
