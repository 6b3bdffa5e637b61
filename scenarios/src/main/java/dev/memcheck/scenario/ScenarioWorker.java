package dev.memcheck.scenario;

import java.util.Objects;
import java.util.Optional;

/**
 * How a process in which a scenario ran has ended.
 *
 * @param pid its process id
 * @param ending {@code finished}, {@code crashed}, {@code exited}, {@code hung} or {@code ended}
 * @param calls how often it called the workload
 * @param errors how many of these calls failed
 * @param firstError message of the first that did
 * @param seconds from start to end
 */
public record ScenarioWorker(
        int pid, String ending, long calls, long errors, Optional<String> firstError, double seconds) {
    public ScenarioWorker {
        Objects.requireNonNull(ending);
        Objects.requireNonNull(firstError);
    }
}
