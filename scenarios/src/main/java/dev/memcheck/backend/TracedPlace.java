package dev.memcheck.backend;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place in a process that is traced, and what it holds since the trace began.
 *
 * @param owner function and line, as far as they are known, with the library; may hold raw server text
 * @param contextPath names from the root to the context; empty outside the contexts
 * @param bytes alive now
 * @param pieces alive now
 * @param bytesPerSecond since the trace began
 * @param sightings how often it was seen to grow
 * @param confirmed whether it is certain to go on growing
 * @param checkType what it would be as a finding
 * @param queryId of the statement that made it grow, if there is one and its number is known
 * @param error where the figures are estimates: the truth is within it of the bytes 19 times of 20
 */
public record TracedPlace(
        String owner,
        List<String> contextPath,
        long bytes,
        long pieces,
        double bytesPerSecond,
        int sightings,
        boolean confirmed,
        String checkType,
        OptionalLong queryId,
        Optional<String> statement,
        OptionalLong error) {
    public TracedPlace {
        contextPath = List.copyOf(contextPath);
    }

    /** What is the same at each look. */
    public List<Object> identity() {
        return List.of(owner, contextPath, checkType);
    }
}
