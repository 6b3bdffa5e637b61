package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.snapshot.MemoryTotals;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/** Memory of the process after each statement of a session, as curves on one scale that begins at zero. */
final class HtmlMemoryGraph {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 160;

    private final List<MemoryTotals> totals = new ArrayList<>();
    private final List<OptionalLong> peaks = new ArrayList<>();

    private HtmlMemoryGraph(List<ReportedStatement> statements) {
        for (ReportedStatement statement : statements) {
            statement.memory().ifPresent(memory -> {
                OptionalLong before = totals.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(totals.get(totals.size() - 1).contexts());
                peaks.add(
                        before.isPresent() && statement.peakBytes().isPresent()
                                ? OptionalLong.of(before.getAsLong()
                                        + statement.peakBytes().getAsLong())
                                : OptionalLong.empty());
                totals.add(memory);
            });
        }
    }

    /** Nothing for fewer than two statements that were looked at. */
    static void write(List<ReportedStatement> statements, Writer out) throws IOException {
        HtmlMemoryGraph graph = new HtmlMemoryGraph(statements);
        if (graph.totals.size() > 1) {
            graph.write(out);
        }
    }

    private void write(Writer out) throws IOException {
        List<Curve> curves = List.of(
                curve("RssAnon", MemoryTotals::rssAnon),
                new Curve("peaks", peaks),
                curve("contexts", memory -> OptionalLong.of(memory.contexts())),
                curve("malloc", MemoryTotals::malloc));
        long most = curves.stream().mapToLong(Curve::most).max().orElse(1);
        out.write("<figure class=\"memory\">\n<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"memory after each statement\">\n");
        for (Curve curve : curves) {
            if (curve.most() > 0) {
                out.write(
                        "<polyline class=\"" + curve.name() + "\" points=\"" + points(curve.values(), most) + "\"/>\n");
            }
        }
        out.write("</svg>\n<figcaption>after each of " + AmountWords.counted(totals.size(), "statement")
                + ", from 0 to " + AmountWords.bytes(most) + ":");
        for (Curve curve : curves) {
            if (curve.most() > 0) {
                out.write(" <span class=\"" + curve.name() + "\">" + curve.name() + " at most "
                        + AmountWords.bytes(curve.most()) + "</span>");
            }
        }
        out.write("</figcaption>\n</figure>\n");
    }

    /** What is not known of a statement is passed over. */
    private static String points(List<OptionalLong> values, long most) {
        StringBuilder points = new StringBuilder();
        for (int at = 0; at < values.size(); at++) {
            if (values.get(at).isPresent()) {
                double x = (double) WIDTH * at / (values.size() - 1);
                double y = HEIGHT * (1 - (double) values.get(at).getAsLong() / most);
                points.append(String.format(Locale.ROOT, "%s%.1f,%.1f", points.isEmpty() ? "" : " ", x, y));
            }
        }
        return points.toString();
    }

    private Curve curve(String name, Function<MemoryTotals, OptionalLong> which) {
        return new Curve(name, totals.stream().map(which).toList());
    }

    private record Curve(String name, List<OptionalLong> values) {
        long most() {
            return values.stream()
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .max()
                    .orElse(0);
        }
    }
}
