package dev.memcheck.backend;

import dev.memcheck.scenario.ScenarioDescription;
import dev.memcheck.scenario.ScenarioProgress;
import java.util.List;
import java.util.Optional;

/**
 * What can be known and done about scenarios beside the backend that runs one, over a connection of its own: the
 * observed backend is not asked, since that would change it, and is busy besides. Safe for use by several threads. Where
 * the server cannot be reached a second time, or knows nothing of scenarios, the answers are empty.
 */
public interface ScenarioDesk extends AutoCloseable {
    /** The scenarios that the server knows, in its order. */
    List<ScenarioDescription> catalog();

    /** How far the scenario is that this backend runs; empty if it runs none. */
    Optional<ScenarioProgress> progress(int pid);

    /**
     * Ends the scenario that this backend runs as though its iterations were over.
     *
     * @return whether it runs one and was told
     */
    boolean stop(int pid);

    @Override
    void close();

    /** The desk of a server that knows nothing of scenarios. */
    static ScenarioDesk none() {
        return new ScenarioDesk() {
            @Override
            public List<ScenarioDescription> catalog() {
                return List.of();
            }

            @Override
            public Optional<ScenarioProgress> progress(int pid) {
                return Optional.empty();
            }

            @Override
            public boolean stop(int pid) {
                return false;
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
