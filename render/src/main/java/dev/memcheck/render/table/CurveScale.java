package dev.memcheck.render.table;

import dev.memcheck.scenario.ScenarioCurve;
import java.util.List;

/**
 * Where the points of a curve lie in a picture of it. What at least doubles is shown from zero on; what varies about some
 * level, from its lowest point on.
 *
 * @param points at least two, by iteration
 * @param lowest bytes at the bottom
 * @param highest bytes at the top
 */
record CurveScale(List<ScenarioCurve.Point> points, double lowest, double highest) {
    static CurveScale of(ScenarioCurve curve) {
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (ScenarioCurve.Point point : curve.points()) {
            least = Math.min(least, point.bytes());
            most = Math.max(most, point.bytes());
        }
        double lowest = least >= 0 && least <= most / 2 ? 0 : least;
        return new CurveScale(curve.points(), lowest, most);
    }

    /** Whether there is nothing to see. */
    boolean isFlat() {
        return highest == lowest;
    }

    long first() {
        return points.get(0).iteration();
    }

    long last() {
        return points.get(points.size() - 1).iteration();
    }

    /**
     * How high the curve is, from 0 to 1.
     *
     * @param share how far along it, from 0 to 1
     */
    double height(double share) {
        double iteration = first() + share * (last() - first());
        int next = 1;
        while (next < points.size() - 1 && points.get(next).iteration() < iteration) {
            next++;
        }
        ScenarioCurve.Point from = points.get(next - 1);
        ScenarioCurve.Point to = points.get(next);
        double span = Math.max(1, to.iteration() - from.iteration());
        double bytes = from.bytes() + (to.bytes() - from.bytes()) * (iteration - from.iteration()) / span;
        return (bytes - lowest) / (highest - lowest);
    }
}
