package dev.memcheck.run;

import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.scenario.ScenarioWorker;
import java.util.List;
import java.util.Objects;

/**
 * How a scenario went, besides its verdict, which is a window's.
 *
 * @param name name of the scenario
 * @param stopped whether the user ended it before its end
 * @param findings what its verdict has, for the words that belong to the curves
 * @param curves what it measured
 * @param workers the processes in which it ran
 */
public record ScenarioReport(
        String name,
        boolean stopped,
        List<NumberedFinding> findings,
        List<ScenarioCurve> curves,
        List<ScenarioWorker> workers) {
    public ScenarioReport {
        Objects.requireNonNull(name);
        findings = List.copyOf(findings);
        curves = List.copyOf(curves);
        workers = List.copyOf(workers);
    }
}
