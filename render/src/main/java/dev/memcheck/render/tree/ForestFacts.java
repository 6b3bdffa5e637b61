package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import dev.memcheck.diff.NodeDiff;
import dev.memcheck.finding.Finding;
import java.util.BitSet;
import java.util.List;

/**
 * What is true of each node of a forest under given options: its change and bytes, those of all below it, and whether it
 * is shown and lies on the way to something worth seeing. Two passes over the nodes, none of them recursive.
 */
final class ForestFacts {
    private final ContextForest forest;
    private final TreeOptions options;
    private final FindingPlaces places;
    private final Amounts[] own;
    private final Amounts[] whole;
    private final BitSet changed = new BitSet();
    private final BitSet matching = new BitSet();
    /** A matching node, or above one. */
    private final BitSet shown = new BitSet();
    /** Has a child that is shown. */
    private final BitSet inner = new BitSet();
    /** Above a node worth seeing: one that changed or has findings, or, under a filter, one that matches. */
    private final BitSet leading = new BitSet();
    /** Changed or with findings, or above such a node. */
    private final BitSet noteworthy = new BitSet();
    /** With findings, or above such a node. */
    private final BitSet suspect = new BitSet();

    ForestFacts(ContextForest forest, FindingPlaces places, TreeOptions options) {
        this.forest = forest;
        this.options = options;
        this.places = places;
        own = new Amounts[forest.size()];
        whole = new Amounts[forest.size()];
        for (int number = 0; number < forest.size(); number++) {
            lookAt(number);
        }
        for (int number = forest.size() - 1; number > 0; number--) {
            passUp(number, forest.parent(number));
        }
        if (options.filter() instanceof TreeFilter.ByName) {
            showBelowMatches();
        }
    }

    Change change(int number) {
        return changed.get(number) ? forest.node(number).change() : Change.UNCHANGED;
    }

    boolean isChanged(int number) {
        return changed.get(number);
    }

    List<Finding> findings(int number) {
        return places.on(number);
    }

    Amounts own(int number) {
        return own[number];
    }

    Amounts whole(int number) {
        return whole[number];
    }

    boolean isShown(int number) {
        return shown.get(number) || number == 0;
    }

    /** Whether nothing is shown below it. */
    boolean isLeaf(int number) {
        return !inner.get(number);
    }

    /** Whether it lies above a node worth seeing, and so is open by default. */
    boolean leads(int number) {
        return leading.get(number);
    }

    /** Whether it or something below it changed or has findings. */
    boolean isNoteworthy(int number) {
        return noteworthy.get(number);
    }

    /** Whether it or something below it has findings. */
    boolean isSuspect(int number) {
        return suspect.get(number);
    }

    private void lookAt(int number) {
        NodeDiff node = forest.node(number);
        boolean isChanged = node.change() != Change.UNCHANGED && options.isLoud(node.node());
        boolean isFound = !places.on(number).isEmpty();
        boolean matches = options.filter().matches(node.node(), isChanged ? node.change() : Change.UNCHANGED, isFound);
        changed.set(number, isChanged);
        noteworthy.set(number, isChanged || isFound);
        suspect.set(number, isFound);
        matching.set(number, matches);
        shown.set(number, matches);
        long difference = isChanged ? node.usedDelta() : 0;
        own[number] = node.after()
                .map(after -> new Amounts(after.totalBytes(), after.usedBytes(), difference))
                .orElse(new Amounts(0, 0, difference));
        whole[number] = own[number];
    }

    private void passUp(int number, int parent) {
        boolean everythingMatches = options.filter() instanceof TreeFilter.All;
        whole[parent] = whole[parent].plus(whole[number]);
        if (shown.get(number)) {
            shown.set(parent);
            inner.set(parent);
        }
        if (noteworthy.get(number)) {
            noteworthy.set(parent);
        }
        if (suspect.get(number)) {
            suspect.set(parent);
        }
        if (leading.get(number) || (everythingMatches ? noteworthy.get(number) : matching.get(number))) {
            leading.set(parent);
        }
    }

    private void showBelowMatches() {
        for (int number = 1; number < forest.size(); number++) {
            if (matching.get(forest.parent(number))) {
                matching.set(number);
                shown.set(number);
                inner.set(forest.parent(number));
            }
        }
    }
}
