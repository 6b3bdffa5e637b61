package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the repeats of a window have left open: which findings may be leaks and may be caches, why there were no more repeats,
 * and how to go on.
 *
 * @param findings those that are not decided, as the window has them
 * @param repeats how many ran to their end
 * @param obstacle why the window could not be repeated as it ran at first; empty if it could
 * @param limit what ended the repeats if nothing stood in the way
 */
record Undecided(List<Finding> findings, int repeats, Optional<String> obstacle, String limit) {
    /** So many are named, and the others are counted. */
    private static final int NAMED = 5;

    Undecided {
        findings = List.copyOf(findings);
    }

    /** A sentence, if something is open; what stood in the way is said in any case. */
    Optional<String> sentence(List<NumberedFinding> numbered) {
        if (findings.isEmpty()) {
            return obstacle.map(why -> "it could not be repeated as it was: " + why);
        }
        return Optional.of("not decided: " + list(numbered) + ": " + why() + "; " + advice());
    }

    private String list(List<NumberedFinding> numbered) {
        Stream<String> named = numbered.stream()
                .filter(one -> findings.stream().anyMatch(open -> open == one.finding()))
                .limit(NAMED)
                .map(Undecided::said);
        List<String> all = new ArrayList<>(named.toList());
        if (findings.size() > all.size()) {
            all.add((findings.size() - all.size()) + " more");
        }
        return String.join(", ", all);
    }

    private static String said(NumberedFinding numbered) {
        Finding finding = numbered.finding();
        String each = finding.bytesPerCall().isPresent()
                ? ", " + AmountWords.average(finding.bytesPerCall().getAsDouble()) + " each time on average"
                : finding.bytes() > 0 ? ", " + AmountWords.bytes(finding.bytes()) + " in the window" : "";
        return "finding " + numbered.number() + " (seen " + AmountWords.times(finding.occurrences()) + each + ")";
    }

    private String why() {
        return obstacle.map(why -> "the window could not be repeated as it was, " + why)
                .orElse(limit);
    }

    private String advice() {
        if (obstacle.isPresent()) {
            return "it can be repeated if it leaves everything as it found it, with BEGIN TRANSACTION and ROLLBACK in it, say";
        }
        int more = findings.stream().mapToInt(this::wanted).max().orElse(1);
        return "\\confirm " + more + " at the prompt, or --confirm " + (repeats + more) + ", goes on";
    }

    /** How many more repeats may decide on it: a confirmed one needs some executions, another as many again. */
    private int wanted(Finding finding) {
        if (!FindingSeries.isShort(finding)) {
            return Math.max(FindingSeries.MANY, finding.occurrences());
        }
        int eachRun = Math.max(1, finding.occurrences() / (repeats + 1));
        return Math.max(1, (FindingSeries.MANY - finding.occurrences() + eachRun - 1) / eachRun);
    }
}
