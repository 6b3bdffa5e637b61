package dev.memcheck.scenario;

import dev.memcheck.finding.Finding;
import dev.memcheck.sql.SqlError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
    public ScenarioVerdict {
        findings = List.copyOf(findings);
        curves = List.copyOf(curves);
        workers = List.copyOf(workers);
        Objects.requireNonNull(error);
    }

    public static ScenarioVerdict refused(SqlError error) {
        return new ScenarioVerdict(List.of(), List.of(), List.of(), Optional.of(error));
    }
}
