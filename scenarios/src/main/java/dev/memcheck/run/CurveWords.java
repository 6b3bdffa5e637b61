package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.scenario.ScenarioCurve.Point;
import java.util.List;

/** A curve over the size of the input in words. */
public final class CurveWords {
    private CurveWords() {}

    /** Its first and last point; it has some. */
    public static String ends(ScenarioCurve curve) {
        List<Point> points = curve.points();
        return words(points.get(0)) + ", " + words(points.get(points.size() - 1));
    }

    private static String words(Point point) {
        return AmountWords.average(point.bytes()) + " for " + AmountWords.bytes(point.iteration());
    }
}
