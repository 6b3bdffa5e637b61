package dev.memcheck.shell.prompt;

import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.scenario.ScenarioDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;

/** Completes names and keys of scenarios from the server's catalog, which is read once, when it is first needed. */
final class ScenarioCandidates {
    private static final List<String> OF_ALL = List.of("iterations", "workload");

    private final Supplier<ScenarioDesk> desk;
    private List<ScenarioDescription> catalog = List.of();

    ScenarioCandidates(Supplier<ScenarioDesk> desk) {
        this.desk = desk;
    }

    List<Candidate> names() {
        return catalog().stream()
                .map(scenario -> candidate(scenario.name(), scenario.description(), true))
                .toList();
    }

    /** The keys that a scenario knows and that do not stand on the line yet, each with its equals sign. */
    List<Candidate> keys(String scenario, List<String> wordsSoFar) {
        List<Candidate> keys = new ArrayList<>();
        for (ScenarioDescription known : catalog()) {
            if (known.name().equals(scenario)) {
                OF_ALL.forEach(key -> keys.add(candidate(key + "=", "", false)));
                known.parameters()
                        .forEach(parameter ->
                                keys.add(candidate(parameter.name() + "=", parameter.description(), false)));
            }
        }
        keys.removeIf(
                key -> wordsSoFar.contains(key.value().substring(0, key.value().length() - 1)));
        return keys;
    }

    private List<ScenarioDescription> catalog() {
        if (catalog.isEmpty()) {
            catalog = desk.get().catalog();
        }
        return catalog;
    }

    private static Candidate candidate(String value, String description, boolean complete) {
        return new Candidate(value, value, null, description.isEmpty() ? null : description, null, null, complete);
    }
}
