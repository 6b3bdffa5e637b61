package dev.memcheck.report;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.finding.Finding;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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
        return findings.stream()
                .filter(finding -> windows.stream().noneMatch(window -> window.found(finding.number())))
                .toList();
    }

    /** The statement that first left a finding, if that is known. */
    public Optional<Position> placeOf(int finding) {
        return allStatements().stream()
                .filter(statement -> statement.findings().contains(finding))
                .findFirst()
                .flatMap(ReportedStatement::position);
    }

    /** Whether a finding is a failure by itself, because no expectation was about it. */
    public boolean failedBy(ReportedFinding finding) {
        return failures.stream()
                .anyMatch(failure -> failure.failure().finding().equals(OptionalInt.of(finding.number())));
    }

    /** The failures that are about this window, those for its findings left out. */
    public List<ReportedFailure> failuresOf(ReportedWindow window) {
        return failures.stream()
                .filter(failure -> failure.window().equals(OptionalInt.of(window.number())))
                .toList();
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
        for (ReportedWindow window : windows) {
            for (ReportedFinding finding : window.findings()) {
                if (!outerFound(window, finding.number())) {
                    retained.add(finding);
                }
            }
        }
        retained.addAll(findingsOutsideWindows());
        return retained.stream().map(ReportedFinding::finding).toList();
    }

    private boolean outerFound(ReportedWindow window, int finding) {
        OptionalInt outer = window.outer();
        while (outer.isPresent()) {
            ReportedWindow around = window(outer.getAsInt());
            if (around.found(finding)) {
                return true;
            }
            outer = around.outer();
        }
        return false;
    }

    private ReportedWindow window(int number) {
        return windows.stream()
                .filter(window -> window.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no window " + number + " in " + file));
    }
}
