package dev.memcheck.shell.out;

import dev.memcheck.finding.Finding;
import dev.memcheck.run.NumberedFinding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The findings of the last window that had some: of one that is open those so far, of a closed one those of its verdict. */
public final class LatestFindings {
    private final Map<Integer, Finding> open = new TreeMap<>();
    private List<NumberedFinding> closed = List.of();

    void windowOpened() {
        open.clear();
    }

    void statement(List<NumberedFinding> found) {
        found.forEach(finding -> open.put(finding.number(), finding.finding()));
    }

    void windowClosed(List<NumberedFinding> verdict) {
        open.clear();
        closed = verdict.isEmpty() ? closed : verdict;
    }

    /** The number of the worst of them; empty if no window had any. */
    public OptionalInt worst() {
        return open.isEmpty()
                ? closed.stream()
                        .min(Comparator.comparing(NumberedFinding::finding, Finding.WORST_FIRST))
                        .map(finding -> OptionalInt.of(finding.number()))
                        .orElseGet(OptionalInt::empty)
                : open.entrySet().stream()
                        .min(Map.Entry.comparingByValue(Finding.WORST_FIRST))
                        .map(finding -> OptionalInt.of(finding.getKey()))
                        .orElseGet(OptionalInt::empty);
    }
}
