package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.CurveWords;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.ScenarioReport;
import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.scenario.ScenarioWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a scenario says besides its verdict: the curves that it measured, and how its workers went. */
public final class ScenarioText {
    private final Glyphs glyphs;

    public ScenarioText(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /** @param cells how wide a picture may be */
    public List<StyledLine> lines(ScenarioReport report, int cells) {
        List<StyledLine> lines = new ArrayList<>();
        CurveChart chart = new CurveChart(glyphs);
        for (ScenarioCurve curve : report.curves()) {
            if (curve.isBySize() && curve.exponent() > 0) {
                lines.add(bySize(curve));
            } else if (!curve.isBySize()) {
                lines.addAll(chart.lines(curve, fit(curve, report.findings()), cells));
            }
        }
        if (!report.workers().isEmpty()) {
            lines.add(StyledLine.of(workers(report), Style.DIM));
        }
        report.workers().stream()
                .map(ScenarioWorker::firstError)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(error ->
                        lines.add(StyledLine.of("the workload's first error: " + ServerText.clean(error), Style.DIM)));
        return lines;
    }

    /** A line for each: they are of every run, and mostly straight. */
    private static StyledLine bySize(ScenarioCurve curve) {
        String power = String.format(Locale.ROOT, "growth %.2f, ", curve.exponent());
        return StyledLine.of(ServerText.clean(curve.series()) + ": " + power + CurveWords.ends(curve), Style.DIM);
    }

    /** The sentence of the finding that the curve belongs to. */
    private static String fit(ScenarioCurve curve, List<NumberedFinding> findings) {
        return findings.stream()
                .map(NumberedFinding::finding)
                .filter(finding -> curve.series().equals(series(finding)))
                .map(Finding::detail)
                .findFirst()
                .orElse("");
    }

    /** What the server calls the curve of a site. */
    private static String series(Finding finding) {
        return finding.site().symbol().orElse("unknown") + " in "
                + (finding.contextPath().isEmpty() ? "malloc" : finding.contextName());
    }

    private static String workers(ScenarioReport report) {
        long calls = 0;
        long errors = 0;
        double seconds = 0;
        for (ScenarioWorker worker : report.workers()) {
            calls += worker.calls();
            errors += worker.errors();
            seconds = Math.max(seconds, worker.seconds());
        }
        int count = report.workers().size();
        return (report.stopped() ? "stopped before its end, after " : "") + AmountWords.counted(calls, "call")
                + " of the workload"
                + (count > 1 ? " in " + count + " sessions" : "")
                + (errors > 0 ? ", " + errors + " of which failed" : "")
                + String.format(Locale.ROOT, ", %.1f s", seconds);
    }
}
