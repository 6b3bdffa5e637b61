package dev.memcheck.scenario;

import java.util.List;
import java.util.Objects;

/**
 * What a scenario measured as it went on.
 *
 * @param series what it is, as in {@code my_fn in TopMemoryContext}
 * @param points by iteration, ascending
 */
public record ScenarioCurve(String series, List<Point> points) {
    /** So many bytes after so many calls. */
    public record Point(long iteration, double bytes) {}

    public ScenarioCurve {
        Objects.requireNonNull(series);
        points = List.copyOf(points);
    }
}
