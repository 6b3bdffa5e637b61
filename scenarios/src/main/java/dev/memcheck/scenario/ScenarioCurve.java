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
    /** The server's word for curves over the size of the input. */
    private static final String BY_SIZE = "peak by size of ";

    private static final int FEWEST = 2;

    /** What is less is seen in part only: a part of it fits into what was there, and 64 kB are not looked at. */
    private static final int LEAST_BYTES = 256 * 1024;

    /** So many bytes after so many calls, or with an input of so many bytes. */
    public record Point(long iteration, double bytes) {}

    public ScenarioCurve {
        Objects.requireNonNull(series);
        points = List.copyOf(points);
    }

    /** Whether the points are over bytes of input, and not over calls. */
    public boolean isBySize() {
        return series.startsWith(BY_SIZE);
    }

    /** The power of the first number that the second follows: 1 is linear, and 0 where less than two points have 256 kB. */
    public double exponent() {
        List<Point> seen = points.stream()
                .filter(point -> point.iteration() > 0 && point.bytes() >= LEAST_BYTES)
                .toList();
        if (seen.size() < FEWEST) {
            return 0;
        }
        double meanX = seen.stream()
                .mapToDouble(point -> Math.log(point.iteration()))
                .average()
                .orElseThrow();
        double meanY = seen.stream()
                .mapToDouble(point -> Math.log(point.bytes()))
                .average()
                .orElseThrow();
        double product = 0;
        double spread = 0;
        for (Point point : seen) {
            double x = Math.log(point.iteration()) - meanX;
            product += x * (Math.log(point.bytes()) - meanY);
            spread += x * x;
        }
        return spread > 0 ? product / spread : 0;
    }
}
