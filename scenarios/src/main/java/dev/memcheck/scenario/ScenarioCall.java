package dev.memcheck.scenario;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A stress scenario as it is to be run; what is empty the extension chooses.
 *
 * @param name name of the scenario
 * @param iterations how often, at least 1
 * @param workload the SQL it is tried on
 * @param parameters what else the scenario is told
 */
public record ScenarioCall(String name, OptionalInt iterations, Optional<String> workload, List<Parameter> parameters) {
    /**
     * One parameter.
     *
     * @param json whether the value is JSON as it stands, and not text
     */
    public record Parameter(String key, String value, boolean json) {}

    public ScenarioCall {
        Objects.requireNonNull(name);
        Objects.requireNonNull(iterations);
        Objects.requireNonNull(workload);
        parameters = List.copyOf(parameters);
    }
}
