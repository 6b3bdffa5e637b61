package dev.memcheck.run;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Pairing;
import dev.memcheck.finding.Provenance;
import dev.memcheck.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The findings of a window over its runs. The server confirms what a statement makes grow twice, and so a cache that takes
 * three calls to fill as well. Only more runs tell the two apart:
 *
 * <ul>
 *   <li>What has grown in {@link #MANY} executions is a leak. There are more runs for its sake up to {@link #PLENTY}, where
 *       they take next to no time, since a pool or a ring may have as many places.
 *   <li>What has been quiet for as many runs as it grew before, and for one more, has levelled off: it is not confirmed any
 *       more. What grows in steps comes back by then, even if each step is twice as far from the one before.
 *   <li>A hash table of the server's takes memory for 32 to 63 entries at once. If each call adds one, that is quiet for as
 *       many runs: there are more of them for it, too, where they take next to no time.
 *   <li>But what grew in many executions of the first run and in no other one may lack what it grew with: rows that are
 *       deleted by now, say. It stays as it is.
 * </ul>
 */
final class FindingSeries {
    /** A finding that was seen in so many executions is certain. */
    static final int MANY = 12;

    /** One that was seen in more is not looked at any further. */
    private static final int PLENTY = 64;

    /** What {@code hash_create()} calls the context of each table. */
    private static final String HASH_TABLE = "dynahash";

    /** The most entries that one piece of its memory has, and one more. */
    private static final int ENTRIES_AT_ONCE = 64;

    /** In the order of their first sight. */
    private List<Finding> findings;

    /** For each finding the latest run in which the server confirmed it. */
    private final List<Integer> confirmedIn = new ArrayList<>();

    /** The first run that had it, and the latest one. */
    private final List<Integer> firstIn = new ArrayList<>();

    private final List<Integer> latestIn = new ArrayList<>();

    private int runs = 1;

    FindingSeries(List<Finding> firstRun) {
        findings = List.copyOf(firstRun);
        note(firstRun);
    }

    /** Whether it is confirmed by so few executions that more runs may take that back. */
    static boolean isShort(Finding finding) {
        return mayLevelOff(finding) && finding.occurrences() < MANY;
    }

    /** Whether it is certain for now, and may yet turn out to be a pool or a ring that takes long to fill. */
    static boolean isWorthMore(Finding finding) {
        return mayLevelOff(finding) && finding.occurrences() <= PLENTY;
    }

    /** Whether it is confirmed and may be a cache all the same, which takes long to fill. */
    static boolean mayLevelOff(Finding finding) {
        return finding.confirmed()
                && finding.provenance() == Provenance.EXTENSION
                && finding.checkType().mayBeCache()
                && finding.occurrences() > 1;
    }

    /**
     * Whether more runs could tell more of what a window has found.
     *
     * @param muchIsAskedFor also of what is certain, however often it was seen
     */
    static boolean isInDoubt(List<Finding> findings, boolean muchIsAskedFor) {
        return Findings.anyUnconfirmed(findings)
                || findings.stream().anyMatch(muchIsAskedFor ? FindingSeries::mayLevelOff : FindingSeries::isWorthMore);
    }

    /**
     * Adds what the window's next run found.
     *
     * @param whole whether it ran to its end: in another one a leak may not have had its turn
     */
    void add(List<Finding> verdict, boolean whole) {
        runs += whole ? 1 : 0;
        findings = Findings.again(findings, verdict);
        note(verdict);
    }

    private void note(List<Finding> verdict) {
        while (confirmedIn.size() < findings.size()) {
            confirmedIn.add(0);
            firstIn.add(runs);
            latestIn.add(runs);
        }
        Pairing pairing = new Pairing(findings);
        for (Finding sighting : verdict) {
            pairing.take(sighting).ifPresent(place -> {
                latestIn.set(place, runs);
                if (sighting.confirmed()) {
                    confirmedIn.set(place, runs);
                }
            });
        }
    }

    /** Whether more runs may take back what is confirmed. */
    boolean isOpen() {
        return IntStream.range(0, findings.size()).anyMatch(i -> isShort(findings.get(i)) && !isQuiet(i));
    }

    /** Whether a finding may yet level off, and has not been quiet for long enough. */
    boolean isWorthMore() {
        return IntStream.range(0, findings.size()).anyMatch(i -> isWorthMore(findings.get(i)) && !isQuiet(i));
    }

    /** Whether a hash table was seen to grow, and may have had room since for all that was entered. */
    boolean mayHaveRoom() {
        return IntStream.range(0, findings.size())
                .anyMatch(i -> isHashTable(findings.get(i)) && runs < latestIn.get(i) + ENTRIES_AT_ONCE);
    }

    private static boolean isHashTable(Finding finding) {
        return !finding.confirmed()
                && finding.provenance() == Provenance.EXTENSION
                && finding.checkType().mayBeCache()
                && finding.contextName().equals(HASH_TABLE);
    }

    /** Whether an unconfirmed finding of an extension came back in each run, or came late and may do so again. */
    boolean isUndecided() {
        return IntStream.range(0, findings.size()).anyMatch(i -> comesBack(findings.get(i)) || cameLate(i));
    }

    /**
     * What the first run did not have is no first use. A buffer that each call adds to is made larger in steps, each twice as
     * far from the one before. What grows inside a statement is seen from the second run on, and proved by the next.
     */
    private boolean cameLate(int place) {
        Finding finding = findings.get(place);
        return !finding.confirmed()
                && finding.provenance() == Provenance.EXTENSION
                && firstIn.get(place) > 1
                && (finding.checkType().mayBeCache() ? runs <= 2 * latestIn.get(place) : firstIn.get(place) == runs);
    }

    private boolean comesBack(Finding finding) {
        return !finding.confirmed()
                && finding.provenance() == Provenance.EXTENSION
                && finding.occurrences() >= fewestOfComing(finding);
    }

    /** One run may have gone by without: a library gives back then what the one before left, or has room for it. */
    private int fewestOfComing(Finding finding) {
        return finding.checkType() == CheckType.MALLOC_LEAK ? Math.min(runs, Math.max(2, runs - 1)) : runs;
    }

    /** Those of which more runs could say something else, as {@link #findings} has them. */
    List<Finding> undecided() {
        return IntStream.range(0, findings.size())
                .filter(i -> comesBack(findings.get(i)) || cameLate(i) || isShort(findings.get(i)) && !isQuiet(i))
                .mapToObj(findings::get)
                .toList();
    }

    private boolean isQuiet(int place) {
        return runs > 2 * confirmedIn.get(place);
    }

    private boolean hasLevelledOff(int place) {
        Finding finding = findings.get(place);
        return mayLevelOff(finding) && isQuiet(place) && (isShort(finding) || confirmedIn.get(place) > 1);
    }

    /** What is known now, the worst first. */
    List<Finding> findings() {
        List<Finding> graded = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            graded.add(hasLevelledOff(i) ? Findings.graded(finding, Severity.INFO, false) : finding);
        }
        graded.sort(Finding.WORST_FIRST);
        return graded;
    }
}
