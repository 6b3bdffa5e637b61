package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** When each statement of a session ran and what it kept: a table with a bar on one time axis in each row. */
final class HtmlTimeline {
    /** A page stays usable up to about so many. */
    private static final int MOST_STATEMENTS = 2_000;

    private HtmlTimeline() {}

    /** @param id of the session on the page */
    static void write(SessionReport session, String id, Writer out) throws IOException {
        List<ReportedStatement> statements = session.allStatements();
        if (statements.isEmpty()) {
            return;
        }
        Map<Integer, String> windows = new HashMap<>();
        for (ReportedWindow window : session.windows()) {
            window.statements().forEach(statement -> windows.put(statement.number(), window.title()));
        }
        long end = 1;
        for (ReportedStatement statement : statements) {
            end = Math.max(end, statement.startMicros() + statement.durationMicros());
        }
        out.write("<details class=\"timeline\">\n<summary class=\"row\">timeline: "
                + AmountWords.counted(statements.size(), "statement") + " in "
                + HtmlText.escape(AmountWords.brief(end))
                + "</summary>\n");
        HtmlMemoryGraph.write(statements, out);
        out.write("<table>\n<thead><tr><th>#</th><th>statement</th>"
                + "<th>window</th><th>start</th><th>time</th><th class=\"lane\"></th><th>retained</th><th>peak</th></tr>"
                + "</thead>\n<tbody>\n");
        int shown = Math.min(statements.size(), MOST_STATEMENTS);
        for (ReportedStatement statement : statements.subList(0, shown)) {
            row(statement, windows.getOrDefault(statement.number(), ""), end, id, out);
        }
        out.write("</tbody>\n</table>\n");
        if (shown < statements.size()) {
            out.write("<p>" + AmountWords.counted(statements.size() - shown, "more statement")
                    + " not shown here; the json report has them all.</p>\n");
        }
        out.write("</details>\n");
    }

    private static void row(ReportedStatement statement, String window, long end, String id, Writer out)
            throws IOException {
        out.write("<tr class=\"row" + (statement.error().isPresent() ? " failed" : "") + "\"><td>" + statement.number()
                + "</td><td><code>" + HtmlText.escape(statement.sql()) + "</code>");
        if (statement.error().isPresent()) {
            out.write("<br>" + HtmlText.span("error", statement.error().get()));
        }
        for (int finding : statement.findings()) {
            out.write(" <a href=\"#" + HtmlNames.findingId(id, finding) + "\">finding " + finding + "</a>");
        }
        out.write("</td><td>" + HtmlText.escape(window) + "</td><td>" + AmountWords.brief(statement.startMicros())
                + "</td><td>" + AmountWords.brief(statement.durationMicros()) + "</td><td class=\"lane\">"
                + "<span style=\"left:" + percent(statement.startMicros(), end) + ";width:"
                + percent(statement.durationMicros(), end) + "\"></span></td><td>" + bytes(statement.retainedBytes())
                + "</td><td>" + bytes(statement.peakBytes()) + "</td></tr>\n");
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? AmountWords.bytes(bytes.getAsLong()) : "";
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.3f%%", 100.0 * part / whole);
    }
}
