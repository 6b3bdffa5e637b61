package dev.memcheck.scenario;

import java.util.List;
import java.util.Objects;

/**
 * A stress scenario as the server's catalog describes it.
 *
 * @param name what {@code \scenario} calls it
 * @param description a sentence
 * @param parameters what it can be told besides iterations and workload
 * @param provokesCrashes whether what it does makes bugs crash, so that it is best run on a copy of the server
 */
public record ScenarioDescription(
        String name, String description, List<Parameter> parameters, boolean provokesCrashes) {
    /**
     * One parameter.
     *
     * @param type {@code integer}, {@code boolean} or {@code text}
     * @param standard the value that holds if none is said
     * @param range the values that are allowed, empty where all of the type are
     */
    public record Parameter(String name, String type, String standard, String range, String description) {}

    public ScenarioDescription {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        parameters = List.copyOf(parameters);
    }
}
