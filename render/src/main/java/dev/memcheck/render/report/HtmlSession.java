package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.Failure;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** One session on the page. */
final class HtmlSession {
    private HtmlSession() {}

    /** @param number of the session on the page, from 1 */
    static void write(SessionReport session, int number, Writer out) throws IOException {
        String id = "s" + number;
        out.write("<section id=\"" + id + "\">\n<h2>" + HtmlText.escape(session.file()) + " "
                + HtmlNames.verdict(session.verdict()) + "</h2>\n<p>" + HtmlText.escape(facts(session)) + "</p>\n");
        failures(session, out);
        links(session, id, out);
        for (ReportedWindow window : session.windows()) {
            window(window, id, out);
        }
        HtmlTimeline.write(session, id, out);
        out.write("</section>\n");
    }

    private static String facts(SessionReport session) {
        return AmountWords.counted(session.allStatements().size(), "statement") + ", "
                + AmountWords.counted(session.windows().size(), "window") + ", "
                + AmountWords.counted(session.findings().size(), "finding") + ", "
                + AmountWords.brief(session.durationMicros())
                + session.backend()
                        .map(facts -> ", PostgreSQL " + facts.serverVersion())
                        .orElse(", no backend");
    }

    /** Those for findings left out, which stand above. */
    private static void failures(SessionReport session, Writer out) throws IOException {
        List<ReportedFailure> failures = session.failures().stream()
                .filter(reported -> reported.failure().kind() != Failure.Kind.FINDING)
                .toList();
        if (failures.isEmpty()) {
            return;
        }
        out.write("<ul class=\"failures\">\n");
        for (ReportedFailure reported : failures) {
            String place = reported.failure()
                    .position()
                    .map(position -> HtmlText.span("place", position.toString()) + " ")
                    .orElse("");
            out.write("<li class=\"row\">" + place
                    + HtmlText.escape(reported.failure().text()) + "</li>\n");
        }
        out.write("</ul>\n");
    }

    /** To its findings, which stand above. */
    private static void links(SessionReport session, String id, Writer out) throws IOException {
        if (session.findings().isEmpty()) {
            return;
        }
        out.write("<p>");
        for (ReportedFinding finding : session.findings()) {
            out.write("<a href=\"#" + HtmlNames.findingId(id, finding.number()) + "\">finding " + finding.number()
                    + "</a> ");
        }
        out.write("</p>\n");
    }

    private static void window(ReportedWindow window, String session, Writer out) throws IOException {
        String id = HtmlNames.windowId(session, window);
        String retained = window.diff()
                .map(diff -> ", retained " + AmountWords.bytes(diff.retainedBytes()))
                .orElse("");
        String end = window.end() == ReportedWindow.End.CLOSED
                ? ""
                : window.end() == ReportedWindow.End.LOST ? ", lost with its backend" : ", still open";
        out.write("<details class=\"window\" id=\"" + id + "\""
                + (window.findings().isEmpty() && window.notes().isEmpty() ? "" : " open")
                + ">\n<summary class=\"row\"><strong>" + HtmlText.escape(window.title()) + "</strong> "
                + HtmlText.escape(AmountWords.counted(window.statements().size(), "statement") + ", "
                        + AmountWords.counted(window.findings().size(), "finding") + retained + end)
                + "</summary>\n");
        for (String note : window.notes()) {
            out.write("<p class=\"note row\">note: " + HtmlText.escape(note) + "</p>\n");
        }
        if (window.diff().isPresent()) {
            new HtmlTree(window, window.diff().get(), session, id).write(out);
        } else {
            out.write("<p>No tree: the window was not closed, or could not be seen at both ends, or its trees are too"
                    + " old to be kept.</p>\n");
            for (ReportedFinding finding : window.findings()) {
                out.write("<p id=\"" + id + "-f" + finding.number() + "\"><a href=\"#"
                        + HtmlNames.findingId(session, finding.number()) + "\">finding " + finding.number()
                        + "</a></p>\n");
            }
        }
        out.write("</details>\n");
    }
}
