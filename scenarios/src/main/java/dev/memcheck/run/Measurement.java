package dev.memcheck.run;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.script.Measure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was measured of a statement, window or scenario.
 *
 * @param what for messages, as in {@code window 2}
 * @param amount in the unit of the measure; empty if it could not be measured
 * @param obstacle why not; empty if it could
 */
record Measurement(String what, OptionalLong amount, Optional<String> obstacle) {
    /** Found outside of contexts, so that the tree has none of it. */
    private static final Set<CheckType> OUTSIDE = Set.of(CheckType.MALLOC_LEAK, CheckType.MAPPING_LEAK);

    private static final double HUNDREDTHS = 100.0;

    /** Of what a session has run last: a window that was just closed, a scenario, or a statement. */
    static Measurement of(Measure measure, OptionalLong over, NamedSession session) {
        if (measure == Measure.GROWTH) {
            return growth(session.windows().subject().stream()
                    .flatMap(window -> window.figures().curves().stream())
                    .filter(ScenarioCurve::isBySize)
                    .toList());
        }
        if (measure == Measure.PER_CALL) {
            return session.windows()
                    .subject()
                    .map(Measurement::perCall)
                    .orElseGet(() -> impossible("nothing", "no window before it"));
        }
        if (session.windowIsLatest()) {
            return ofWindow(measure, session.windows().subject().orElseThrow());
        }
        return session.lastStatement()
                .map(report -> ofStatement(measure, over, report))
                .orElseGet(() -> impossible("nothing", "no statement before it"));
    }

    private static Measurement growth(List<ScenarioCurve> curves) {
        return curves.stream()
                .max(Comparator.comparingDouble(ScenarioCurve::exponent))
                .map(curve -> measured(
                        "for " + curve.series() + " (" + CurveWords.ends(curve) + ")",
                        Math.round(curve.exponent() * HUNDREDTHS)))
                .orElseGet(() ->
                        impossible("nothing", "no \\scenario payload_sweep right before it that measured anything"));
    }

    private static Measurement perCall(Subject window) {
        OptionalLong kept = window.figures().perCall();
        if (kept.isEmpty()) {
            return impossible(
                    window.what(),
                    "nothing: in " + window.what() + " no statement ran twice; the first does not count");
        }
        double outside = window.findings().stream()
                .filter(finding -> OUTSIDE.contains(finding.checkType()))
                .map(Finding::bytesPerCall)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sum();
        String calls = AmountWords.counted(window.figures().executions(), "execution");
        return measured("for each of " + calls + " of " + window.what(), kept.getAsLong() + (long) Math.ceil(outside));
    }

    private static Measurement ofWindow(Measure measure, Subject window) {
        if (measure != Measure.RETAINED) {
            return impossible(window.what(), "only a statement has a peak, and this looks at " + window.what());
        }
        return window.diff()
                .map(diff -> measured("in " + window.what(), diff.retainedBytes()))
                .orElseGet(() -> impossible(window.what(), "nothing: one end of " + window.what() + " was not seen"));
    }

    private static Measurement ofStatement(Measure measure, OptionalLong over, StatementReport report) {
        String what = "statement " + report.number();
        if (measure != Measure.RETAINED && report.failed()) {
            return impossible(what, "nothing: " + what + " failed");
        }
        if (!report.inWindow()) {
            return impossible(what, "nothing: outside a window nothing is measured");
        }
        OptionalLong bytes = measure != Measure.RETAINED
                ? report.peakGrowth()
                : report.diff()
                        .map(diff -> OptionalLong.of(diff.retainedBytes()))
                        .orElse(OptionalLong.empty());
        if (bytes.isEmpty()) {
            return impossible(
                    what,
                    report.diff().isEmpty()
                            ? "nothing: the transaction has failed"
                            : "nothing: this server's pg_ext_memcheck tells no peak");
        }
        if (measure != Measure.PEAK_PER_ROW) {
            return measured("in " + what, bytes.getAsLong());
        }
        long rows =
                Math.max(1, over.orElseGet(() -> RowCount.of(report.result()).orElse(1)));
        return measured(
                "for each of " + AmountWords.counted(rows, "row") + " of " + what,
                -Math.floorDiv(-bytes.getAsLong(), rows));
    }

    private static Measurement measured(String what, long amount) {
        return new Measurement(what, OptionalLong.of(amount), Optional.empty());
    }

    private static Measurement impossible(String what, String obstacle) {
        return new Measurement(what, OptionalLong.empty(), Optional.of(obstacle));
    }
}
