package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a scenario gave.
 *
 * @param findings what was found, worst first
 * @param curves what was measured, in the order in which it began
 * @param workers the processes in which it ran
 * @param error the server's refusal, in which case the rest is empty
 */
public record ScenarioVerdict(
        List<Finding> findings, List<ScenarioCurve> curves, List<ScenarioWorker> workers, Optional<SqlError> error) {
    /** SQLSTATE of an exception in a routine of somebody else's. */
    private static final String WORKLOAD_FAILED = "38000";

    public ScenarioVerdict {
        findings = List.copyOf(findings);
        curves = List.copyOf(curves);
        workers = List.copyOf(workers);
        Objects.requireNonNull(error);
    }

    /** That no call of the workload came to its end, so that nothing was tried; empty if one did, or a process was lost. */
    public Optional<SqlError> workloadError() {
        boolean finished = workers.stream().allMatch(worker -> worker.ending().equals("finished"));
        long calls = workers.stream().mapToLong(ScenarioWorker::calls).sum();
        long errors = workers.stream().mapToLong(ScenarioWorker::errors).sum();
        if (!finished || calls == 0 || errors < calls) {
            return Optional.empty();
        }
        String first = workers.stream()
                .flatMap(worker -> worker.firstError().stream())
                .findFirst()
                .orElse("");
        return Optional.of(new SqlError(
                "ERROR",
                WORKLOAD_FAILED,
                "each call of the workload failed: " + first,
                Optional.empty(),
                Optional.of("Where that is meant, say so: \\expect error '" + WORKLOAD_FAILED + "'"),
                Optional.empty(),
                OptionalInt.empty()));
    }

    public static ScenarioVerdict refused(SqlError error) {
        return new ScenarioVerdict(List.of(), List.of(), List.of(), Optional.of(error));
    }
}
