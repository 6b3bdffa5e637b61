package dev.memcheck.report;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One session: a file that was run, standard input, or what was typed at the prompt.
 *
 * @param file its name
 * @param verdict how it ended
 * @param startedAt when it began
 * @param durationMicros from then until the report, in microseconds
 * @param backend the backend it had last, if it had one
 * @param statements those that ran outside any window
 * @param windows in the order in which they were opened
 * @param findings every defect it saw, once each, by number, with the figures of the latest sighting
 * @param expectationsHeld how many expectations held
 * @param failures why it did not end well
 */
public record SessionReport(
        String file,
        Verdict verdict,
        Instant startedAt,
        long durationMicros,
        Optional<BackendFacts> backend,
        List<ReportedStatement> statements,
        List<ReportedWindow> windows,
        List<ReportedFinding> findings,
        int expectationsHeld,
        List<ReportedFailure> failures) {
    public SessionReport {
        Objects.requireNonNull(file);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(backend);
        statements = List.copyOf(statements);
        windows = List.copyOf(windows);
        findings = List.copyOf(findings);
        failures = List.copyOf(failures);
    }

    /** All statements in the order in which they ran. */
    public List<ReportedStatement> allStatements() {
        return Stream.concat(statements.stream(), windows.stream().flatMap(window -> window.statements().stream()))
                .sorted(Comparator.comparing(ReportedStatement::number))
                .toList();
    }

    /** The findings that no window has, such as a crash outside of one. */
    public List<ReportedFinding> findingsOutsideWindows() {
        Set<Integer> inWindows = windows.stream()
                .flatMap(window -> window.findings().stream())
                .map(ReportedFinding::number)
                .collect(Collectors.toSet());
        return findings.stream()
                .filter(finding -> !inWindows.contains(finding.number()))
                .toList();
    }

    /** Of each finding, by number, the statement that first left it; those of which that is not known are not there. */
    public Map<Integer, Position> places() {
        Map<Integer, Optional<Position>> places = new HashMap<>();
        for (ReportedStatement statement : allStatements()) {
            statement.findings().forEach(finding -> places.putIfAbsent(finding, statement.position()));
        }
        Map<Integer, Position> known = new HashMap<>();
        places.forEach((finding, place) -> place.ifPresent(position -> known.put(finding, position)));
        return known;
    }

    /** The numbers of the findings that are a failure by themselves, because no expectation was about them. */
    public Set<Integer> failing() {
        return failures.stream()
                .flatMapToInt(failure -> failure.failure().finding().stream())
                .boxed()
                .collect(Collectors.toSet());
    }

    /**
     * The numbers of the findings that would count and that expectations held for: none of a session that has not ended or has no
     * expectation, nor of a window whose expectation failed.
     */
    public Set<Integer> expected(Severity failOn) {
        if (expectationsHeld == 0 || verdict == Verdict.UNFINISHED) {
            return Set.of();
        }
        Set<Integer> failing = new HashSet<>(failing());
        Set<Integer> broken = failuresByWindow().keySet();
        windows.stream()
                .filter(window -> broken.contains(window.number()))
                .flatMap(window -> window.findings().stream())
                .forEach(finding -> failing.add(finding.number()));
        return findings.stream()
                .filter(finding -> finding.counts(failOn) && !failing.contains(finding.number()))
                .map(ReportedFinding::number)
                .collect(Collectors.toSet());
    }

    /** The failures that are about each window, by its number, those for its findings left out. */
    public Map<Integer, List<ReportedFailure>> failuresByWindow() {
        return failures.stream()
                .filter(failure -> failure.window().isPresent())
                .collect(Collectors.groupingBy(failure -> failure.window().getAsInt()));
    }

    /** The failures that are about no window, those for findings left out. */
    public List<ReportedFailure> failuresOutsideWindows() {
        return failures.stream()
                .filter(failure ->
                        failure.window().isEmpty() && failure.failure().kind() != Failure.Kind.FINDING)
                .toList();
    }

    /**
     * What is still held at the end, each byte once: the findings of the outermost windows, those that only a window
     * inside another saw, and those outside any.
     */
    public List<Finding> retained() {
        List<ReportedFinding> retained = new ArrayList<>();
        Map<Integer, ReportedWindow> byNumber = new HashMap<>();
        windows.forEach(window -> byNumber.put(window.number(), window));
        for (ReportedWindow window : windows) {
            Set<Integer> outside = foundAround(window, byNumber);
            for (ReportedFinding finding : window.findings()) {
                if (!outside.contains(finding.number())) {
                    retained.add(finding);
                }
            }
        }
        retained.addAll(findingsOutsideWindows());
        return retained.stream().map(ReportedFinding::finding).toList();
    }

    /** The numbers of what the windows around one have found. */
    private static Set<Integer> foundAround(ReportedWindow window, Map<Integer, ReportedWindow> byNumber) {
        Set<Integer> found = new HashSet<>();
        OptionalInt outer = window.outer();
        while (outer.isPresent()) {
            ReportedWindow around = byNumber.get(outer.getAsInt());
            around.findings().forEach(finding -> found.add(finding.number()));
            outer = around.outer();
        }
        return found;
    }
}
