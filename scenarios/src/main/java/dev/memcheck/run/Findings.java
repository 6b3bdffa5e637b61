package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Pairing;
import dev.memcheck.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;

/** What can be said of the findings of one window and of its repeats. */
public final class Findings {
    private Findings() {}

    static Finding graded(Finding finding, Severity severity, boolean confirmed) {
        return finding.toBuilder()
                .set(FindingColumn.SEVERITY, severity)
                .set(FindingColumn.CONFIRMED, confirmed)
                .build();
    }

    static boolean anyUnconfirmed(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> !finding.confirmed());
    }

    /**
     * Merges the verdict of a repeat into what is known of the window: the figures stay those of the first run, so that
     * they are what the user's own statements left; the grade, and what one call leaves, is the latest. A finding that did not come back keeps
     * its grade. One that only the repeat saw is added. The worst comes first.
     */
    static List<Finding> merge(List<Finding> known, List<Finding> repeat) {
        List<Finding> merged = again(known, repeat);
        merged.sort(Finding.WORST_FIRST);
        return merged;
    }

    /** The same in the order of {@code known}, with what is new at the end. */
    static List<Finding> again(List<Finding> known, List<Finding> repeat) {
        return joined(known, repeat, Findings::seenAgain);
    }

    /**
     * Adds what one statement left to what the statements before it left: bytes and counts of one defect add up, the
     * grade is the latest.
     */
    static List<Finding> addUp(List<Finding> known, List<Finding> ofStatement) {
        return joined(known, ofStatement, Findings::plus);
    }

    /** Those that are known, each put together with its new sighting, and those that are new. */
    private static List<Finding> joined(
            List<Finding> known, List<Finding> sightings, BinaryOperator<Finding> together) {
        List<Finding> joined = new ArrayList<>(known);
        Pairing pairing = new Pairing(known);
        for (Finding sighting : sightings) {
            OptionalInt before = pairing.take(sighting);
            if (before.isPresent()) {
                joined.set(before.getAsInt(), together.apply(known.get(before.getAsInt()), sighting));
            } else {
                joined.add(sighting);
            }
        }
        return joined;
    }

    /**
     * The server counts the executions that made a site grow beyond all before, for the life of the session. What it has seen
     * once comes back each time.
     */
    private static int occurrences(Finding finding, Finding sighting) {
        return sighting.occurrences() > 1
                ? Math.max(finding.occurrences(), sighting.occurrences())
                : finding.occurrences() + 1;
    }

    private static Finding plus(Finding sum, Finding more) {
        return more.toBuilder()
                .set(FindingColumn.BYTES, sum.bytes() + more.bytes())
                .set(FindingColumn.COUNT, sum.count() + more.count())
                .set(FindingColumn.OCCURRENCES, Math.max(sum.occurrences(), more.occurrences()))
                .build();
    }

    private static Finding seenAgain(Finding finding, Finding sighting) {
        Finding.Builder seen = finding.toBuilder()
                .set(FindingColumn.SEVERITY, sighting.severity())
                .set(FindingColumn.CONFIRMED, sighting.confirmed())
                .set(FindingColumn.OCCURRENCES, occurrences(finding, sighting));
        // One sighting cannot tell what one call leaves.
        return sighting.bytesPerCall().isPresent()
                ? seen.set(FindingColumn.BYTES_PER_CALL, sighting.bytesPerCall())
                        .build()
                : seen.build();
    }
}
