package dev.memcheck.render.tree;

import dev.memcheck.finding.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which findings belong on which nodes of a forest: by key, or else by path. */
final class FindingPlaces {
    private final Map<Integer, List<Finding>> placed = new HashMap<>();
    private final List<Finding> elsewhere = new ArrayList<>();

    FindingPlaces(ContextForest forest, List<Finding> findings) {
        NamePath above = NamePath.above(forest);
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Finding.WORST_FIRST);
        for (Finding finding : sorted) {
            int number = finding.node().flatMap(forest::number).orElseGet(() -> byPath(finding, above));
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
    private static int byPath(Finding finding, NamePath above) {
        NamePath reached = above;
        for (String name : finding.contextPath()) {
            reached = reached.below(name);
        }
        return reached.likeliest(finding.contextIdent());
    }
}
