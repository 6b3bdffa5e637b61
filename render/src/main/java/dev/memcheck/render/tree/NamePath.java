package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a forest that have one path of names, and the paths below it. What is below is looked at when it is first asked
 * for, once, however many findings are there.
 */
final class NamePath {
    private final ContextForest forest;
    private final List<Integer> numbers = new ArrayList<>();

    /** By name; null until one of them is asked for. */
    private Map<String, NamePath> below;

    /** The likeliest node of each ident; null until one is asked for. */
    private Map<String, Integer> ofIdent;

    private int ofAnyIdent;

    private NamePath(ContextForest forest) {
        this.forest = forest;
    }

    /** The path above the root, which is the only one below it. */
    static NamePath above(ContextForest forest) {
        NamePath above = new NamePath(forest);
        above.below = new HashMap<>();
        above.addBelow(0);
        return above;
    }

    /** The nodes of this name below; possibly none. */
    NamePath below(String name) {
        if (below == null) {
            below = new HashMap<>();
            for (int number : numbers) {
                for (int child : forest.children(number)) {
                    addBelow(child);
                }
            }
        }
        return below.computeIfAbsent(name, unused -> new NamePath(forest));
    }

    /** The first node that has this ident and has changed, or else has this ident, or else has changed; -1 if there is none. */
    int likeliest(String ident) {
        if (ofIdent == null) {
            ofIdent = new HashMap<>();
            numbers.forEach(number -> ofIdent.merge(ident(number), number, this::likelier));
            ofAnyIdent = numbers.stream().reduce(this::likelier).orElse(-1);
        }
        return ofIdent.getOrDefault(ident, ofAnyIdent);
    }

    private void addBelow(int number) {
        String name = forest.node(number).node().name();
        below.computeIfAbsent(name, unused -> new NamePath(forest)).numbers.add(number);
    }

    private String ident(int number) {
        return forest.node(number).node().ident();
    }

    private int likelier(int one, int other) {
        return isChanged(other) && !isChanged(one) ? other : one;
    }

    private boolean isChanged(int number) {
        return forest.node(number).change() != Change.UNCHANGED;
    }
}
