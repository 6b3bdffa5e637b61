package dev.memcheck.run;

import java.util.List;

/**
 * How a session ended.
 *
 * @param statements how many statements were sent, repeats for confirmation not counted
 * @param windows how many windows were judged
 * @param findings all findings
 * @param expectationsHeld how many expectations held
 * @param failures why it did not end well; empty if it did
 */
public record RunOutcome(
        int statements, int windows, List<NumberedFinding> findings, int expectationsHeld, List<Failure> failures) {
    public RunOutcome {
        findings = List.copyOf(findings);
        failures = List.copyOf(failures);
    }

    /** Nothing ran. */
    public static RunOutcome none() {
        return new RunOutcome(0, 0, List.of(), 0, List.of());
    }

    public boolean isGood() {
        return failures.isEmpty();
    }

    /** Whether a backend was lost that the text did not expect to lose. */
    public boolean lostBackend() {
        return failures.stream().anyMatch(failure -> failure.kind() == Failure.Kind.BACKEND_LOST);
    }
}
