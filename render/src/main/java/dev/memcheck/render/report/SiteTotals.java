package dev.memcheck.render.report;

import dev.memcheck.finding.Finding;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Retained bytes by function.
 *
 * @param total bytes of all findings
 * @param functions those that hold most first
 */
record SiteTotals(long total, List<Row> functions) {
    /**
     * One function.
     *
     * @param name {@code symbol (library)}
     * @param flat bytes that it owns: it allocated them itself, or through a helper that allocates for its caller
     * @param cumulative bytes that it or what it called owns
     */
    record Row(String name, long flat, long cumulative) {}

    private static final Comparator<Row> MOST_FIRST = Comparator.comparingLong(Row::flat)
            .thenComparing(Row::cumulative)
            .reversed()
            .thenComparing(Row::name);

    static SiteTotals of(List<Finding> findings) {
        Map<String, Long> flat = new HashMap<>();
        Map<String, Long> cumulative = new HashMap<>();
        long total = 0;
        for (Finding finding : findings) {
            if (finding.bytes() <= 0) {
                continue;
            }
            total += finding.bytes();
            List<String> path = owning(finding);
            flat.merge(path.get(path.size() - 1), finding.bytes(), Long::sum);
            // A function that called itself holds the bytes once.
            new LinkedHashSet<>(path).forEach(function -> cumulative.merge(function, finding.bytes(), Long::sum));
        }
        List<Row> rows = cumulative.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), flat.getOrDefault(entry.getKey(), 0L), entry.getValue()))
                .sorted(MOST_FIRST)
                .toList();
        return new SiteTotals(total, rows);
    }

    /** The path up to the owner: the helpers that allocated for it own nothing. */
    private static List<String> owning(Finding finding) {
        List<String> path = Stacks.path(finding);
        int owner = path.lastIndexOf(Stacks.owner(finding));
        return owner < 0 ? path : path.subList(0, owner + 1);
    }
}
