package dev.memcheck.capture;

import dev.memcheck.finding.Defect;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Pairing;
import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Tolerance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares two runs of the same session files, as of two commits of an extension. Defects are compared by what does not
 * change when lines move; statements and windows by their texts and how often those came before.
 */
public final class RunComparison {
    private final Severity failOn;
    private final List<Difference> differences = new ArrayList<>();

    private RunComparison(Severity failOn) {
        this.failOn = failOn;
    }

    /**
     * What is different, session by session in the order of the second run; what only the first run has comes last. What
     * counts is what the second run says.
     */
    public static List<Difference> between(RunReport before, RunReport after) {
        RunComparison comparison = new RunComparison(after.failOn());
        List<SessionReport> left = new ArrayList<>(before.sessions());
        for (SessionReport session : after.sessions()) {
            Optional<SessionReport> partner = partner(session, left, after);
            partner.ifPresent(left::remove);
            comparison.compare(partner, session);
        }
        left.forEach(gone -> comparison.differences.add(
                new Difference.OfSession(Trend.GONE, gone.file(), "not run any more; it " + words(gone.verdict()))));
        return List.copyOf(comparison.differences);
    }

    /** The session of the same file, else of a file of the same name in another directory that is not run there any more. */
    private static Optional<SessionReport> partner(SessionReport session, List<SessionReport> others, RunReport after) {
        return others.stream()
                .filter(other -> other.file().equals(session.file()))
                .findFirst()
                .or(() -> others.stream()
                        .filter(other -> lastName(other.file()).equals(lastName(session.file())))
                        .filter(other -> after.sessions().stream()
                                .noneMatch(namesake -> namesake.file().equals(other.file())))
                        .findFirst());
    }

    private static String lastName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private void compare(Optional<SessionReport> partner, SessionReport after) {
        if (partner.isEmpty()) {
            Trend trend = after.verdict() == Verdict.PASSED ? Trend.NEW : Trend.WORSE;
            differences.add(
                    new Difference.OfSession(trend, after.file(), "not run before; it " + words(after.verdict())));
            findings(List.of(), after);
            return;
        }
        SessionReport before = partner.get();
        int change = after.verdict().compareTo(before.verdict());
        if (change != 0) {
            differences.add(new Difference.OfSession(
                    change > 0 ? Trend.WORSE : Trend.BETTER,
                    after.file(),
                    words(after.verdict()) + ", " + words(before.verdict()) + " before"));
        }
        if (after.verdict() == Verdict.NO_BACKEND && change == 0) {
            differences.add(new Difference.OfSession(
                    Trend.WORSE, after.file(), "lost its backend in both runs: there is nothing to compare"));
        }
        findings(counting(before), after);
        bytes(after.file(), retained(before), retained(after));
    }

    private void findings(List<Finding> then, SessionReport after) {
        List<Finding> now = counting(after);
        OptionalInt[] before = partners(then, now);
        for (int i = 0; i < now.size(); i++) {
            OptionalInt partner = before[i];
            finding(
                    after.file(),
                    partner.isPresent() ? Optional.of(then.get(partner.getAsInt())) : Optional.empty(),
                    now.get(i));
        }
        Set<Integer> taken =
                Arrays.stream(before).flatMapToInt(OptionalInt::stream).boxed().collect(Collectors.toSet());
        for (int i = 0; i < then.size(); i++) {
            if (!taken.contains(i)) {
                differences.add(
                        new Difference.OfFinding(Trend.GONE, after.file(), Optional.of(then.get(i)), Optional.empty()));
            }
        }
    }

    /**
     * Which finding of the first run each of the second one is: the one at the same place in the same code, as in two runs of
     * one build, else the worst that is left of the same defect.
     */
    private static OptionalInt[] partners(List<Finding> then, List<Finding> now) {
        OptionalInt[] partners = new OptionalInt[now.size()];
        Set<Integer> taken = new HashSet<>();
        Pairing exact = new Pairing(then);
        for (int i = 0; i < partners.length; i++) {
            partners[i] = exact.take(now.get(i));
            partners[i].ifPresent(taken::add);
        }
        Map<Defect, Deque<Integer>> left = new HashMap<>();
        for (int i = 0; i < then.size(); i++) {
            if (!taken.contains(i)) {
                left.computeIfAbsent(Defect.of(then.get(i)), unused -> new ArrayDeque<>())
                        .add(i);
            }
        }
        for (int i = 0; i < partners.length; i++) {
            if (partners[i].isEmpty()) {
                Integer worst = left.getOrDefault(Defect.of(now.get(i)), new ArrayDeque<>())
                        .poll();
                partners[i] = worst == null ? OptionalInt.empty() : OptionalInt.of(worst);
            }
        }
        return partners;
    }

    private void finding(String file, Optional<Finding> before, Finding after) {
        Optional<Trend> trend = before.isEmpty() ? Optional.of(Trend.NEW) : trend(before.get(), after);
        trend.ifPresent(found -> differences.add(new Difference.OfFinding(found, file, before, Optional.of(after))));
    }

    private static Optional<Trend> trend(Finding before, Finding after) {
        int grade = Comparator.comparing(Finding::severity)
                .thenComparing(Finding::confirmed)
                .compare(after, before);
        return grade == 0 ? trend(before.bytes(), after.bytes()) : Optional.of(grade > 0 ? Trend.WORSE : Trend.BETTER);
    }

    private static Optional<Trend> trend(long before, long after) {
        if (after > Tolerance.most(before)) {
            return Optional.of(Trend.WORSE);
        }
        return before > Tolerance.most(after) ? Optional.of(Trend.BETTER) : Optional.empty();
    }

    /** What counts, the worst first. One that is unconfirmed may come and go with the caches. */
    private List<Finding> counting(SessionReport session) {
        return session.findings().stream()
                .filter(finding -> finding.counts(failOn))
                .map(ReportedFinding::finding)
                .sorted(Finding.WORST_FIRST)
                .toList();
    }

    private void bytes(String file, Map<Place, Long> before, Map<Place, Long> after) {
        after.forEach((place, now) -> {
            Long then = before.get(place);
            if (then != null) {
                trend(then, now)
                        .ifPresent(
                                trend -> differences.add(new Difference.OfBytes(trend, file, place.what(), then, now)));
            }
        });
    }

    /** What each statement in a window, and each window, retained. */
    private static Map<Place, Long> retained(SessionReport session) {
        Map<Place, Long> retained = new LinkedHashMap<>();
        Map<String, Integer> turns = new HashMap<>();
        for (ReportedWindow window : session.windows()) {
            for (ReportedStatement statement : window.statements()) {
                statement.retainedBytes().ifPresent(bytes -> retained.put(place(statement.sql(), turns), bytes));
            }
            window.diff().ifPresent(diff -> retained.put(place(title(window), turns), diff.retainedBytes()));
        }
        return retained;
    }

    private static String title(ReportedWindow window) {
        return window.title().startsWith("window ") ? window.title() : "window " + window.title();
    }

    private static Place place(String what, Map<String, Integer> turns) {
        return new Place(what, turns.merge(what, 1, Integer::sum));
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case PASSED, FAILED -> verdict.label();
            case UNFINISHED -> "did not finish";
            case NO_BACKEND -> "lost its backend";
        };
    }

    /** @param turn how often this text has come, from 1 */
    private record Place(String what, int turn) {}
}
