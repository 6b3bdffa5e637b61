package dev.memcheck.run;

import dev.memcheck.script.Measure;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was measured of a statement or window.
 *
 * @param what for messages, as in {@code window 2}
 * @param bytes empty if it could not be measured
 * @param obstacle why not; empty if it could
 */
record Measurement(String what, OptionalLong bytes, Optional<String> obstacle) {
    /** Of what a session has run last: a window that was just closed, or a statement. */
    static Measurement of(Measure measure, NamedSession session) {
        if (session.windowIsLatest()) {
            return ofWindow(measure, session.windows().subject().orElseThrow());
        }
        return session.lastStatement()
                .map(report -> ofStatement(measure, report))
                .orElseGet(() -> impossible("nothing", "no statement before it"));
    }

    private static Measurement ofWindow(Measure measure, Subject window) {
        if (measure == Measure.PEAK) {
            return impossible(window.what(), "only a statement has a peak, and this looks at " + window.what());
        }
        return window.diff()
                .map(diff -> new Measurement(window.what(), OptionalLong.of(diff.retainedBytes()), Optional.empty()))
                .orElseGet(() -> impossible(window.what(), "nothing: one end of " + window.what() + " was not seen"));
    }

    private static Measurement ofStatement(Measure measure, StatementReport report) {
        String what = "statement " + report.number();
        if (!report.inWindow()) {
            return impossible(what, "nothing: outside a window nothing is measured");
        }
        OptionalLong bytes = measure == Measure.PEAK
                ? report.peakGrowth()
                : report.diff()
                        .map(diff -> OptionalLong.of(diff.retainedBytes()))
                        .orElse(OptionalLong.empty());
        if (bytes.isPresent()) {
            return new Measurement(what, bytes, Optional.empty());
        }
        return impossible(
                what,
                report.diff().isEmpty()
                        ? "nothing: the transaction has failed"
                        : "nothing: this server's pg_ext_memcheck tells no peak");
    }

    private static Measurement impossible(String what, String obstacle) {
        return new Measurement(what, OptionalLong.empty(), Optional.of(obstacle));
    }
}
