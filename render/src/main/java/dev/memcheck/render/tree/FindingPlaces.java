package dev.memcheck.render.tree;

import dev.memcheck.diff.Change;
import dev.memcheck.finding.Finding;
import dev.memcheck.snapshot.ContextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which findings belong on which nodes of a forest: by key, or else by path. */
final class FindingPlaces {
    private final ContextForest forest;
    private final Map<Integer, List<Finding>> placed = new HashMap<>();
    private final List<Finding> elsewhere = new ArrayList<>();

    FindingPlaces(ContextForest forest, List<Finding> findings) {
        this.forest = forest;
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Finding.WORST_FIRST);
        for (Finding finding : sorted) {
            int number = finding.node().flatMap(forest::number).orElseGet(() -> byPath(finding));
            if (number < 0) {
                elsewhere.add(finding);
            } else {
                placed.computeIfAbsent(number, unused -> new ArrayList<>()).add(finding);
            }
        }
    }

    /** Findings on one node, worst first. */
    List<Finding> on(int number) {
        return placed.getOrDefault(number, List.of());
    }

    /** Findings on no node, worst first. */
    List<Finding> elsewhere() {
        return elsewhere;
    }

    /** The likeliest of the nodes with the finding's path, -1 if there is none. */
    private int byPath(Finding finding) {
        List<String> path = finding.contextPath();
        if (path.isEmpty() || !forest.node(0).node().name().equals(path.get(0))) {
            return -1;
        }
        List<Integer> reached = List.of(0);
        for (String name : path.subList(1, path.size())) {
            List<Integer> next = new ArrayList<>();
            for (int number : reached) {
                for (int child : forest.children(number)) {
                    if (forest.node(child).node().name().equals(name)) {
                        next.add(child);
                    }
                }
            }
            reached = next;
        }
        int best = -1;
        for (int number : reached) {
            if (best < 0 || likelihood(number, finding) > likelihood(best, finding)) {
                best = number;
            }
        }
        return best;
    }

    private int likelihood(int number, Finding finding) {
        ContextNode node = forest.node(number).node();
        int sameIdent = node.ident().equals(finding.contextIdent()) ? 2 : 0;
        int changed = forest.node(number).change() == Change.UNCHANGED ? 0 : 1;
        return sameIdent + changed;
    }
}
