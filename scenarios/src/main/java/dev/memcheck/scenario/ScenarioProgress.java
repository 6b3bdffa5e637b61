package dev.memcheck.scenario;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a running scenario is.
 *
 * @param scenario its name
 * @param phase what it does now, in the server's words
 * @param calls calls of the workload so far, of all workers together
 * @param planned about how many there will be, at least 1; a scenario may end earlier
 * @param running time since it began
 */
public record ScenarioProgress(String scenario, String phase, long calls, long planned, Duration running) {
    public ScenarioProgress {
        Objects.requireNonNull(scenario);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(running);
        planned = Math.max(planned, 1);
    }

    /** What is done of it, from 0 to 1. */
    public double share() {
        return Math.min(1.0, (double) calls / planned);
    }

    /** The time that is left if it goes on as it went; empty before the first call. */
    public Optional<Duration> left() {
        return calls == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(running.toMillis() * (1 / share() - 1))));
    }
}
