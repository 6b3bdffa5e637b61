package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.render.words.Mark;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.SessionReport;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One session on the page. */
final class HtmlSession {
    private HtmlSession() {}

    /** @param number of the session on the page, from 1 */
    static void write(SessionReport session, int number, Writer out) throws IOException {
        String id = "s" + number;
        out.write("<section id=\"" + id + "\">\n<h2>" + HtmlText.escape(session.file()) + " "
                + HtmlNames.verdict(session.verdict()) + "</h2>\n<p>" + HtmlText.escape(facts(session)) + "</p>\n");
        failures(session, out);
        Map<Integer, List<ReportedWindow>> windows = windowsByFinding(session);
        for (ReportedFinding finding : session.findings()) {
            finding(finding, windows.getOrDefault(finding.number(), List.of()), id, out);
        }
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

    private static void failures(SessionReport session, Writer out) throws IOException {
        if (session.failures().isEmpty()) {
            return;
        }
        out.write("<ul class=\"failures\">\n");
        for (ReportedFailure reported : session.failures()) {
            String place = reported.failure()
                    .position()
                    .map(position -> HtmlText.span("place", position.toString()) + " ")
                    .orElse("");
            out.write("<li class=\"row\">" + place
                    + HtmlText.escape(reported.failure().text()) + "</li>\n");
        }
        out.write("</ul>\n");
    }

    /** The windows that found each finding, by its number. */
    private static Map<Integer, List<ReportedWindow>> windowsByFinding(SessionReport session) {
        Map<Integer, List<ReportedWindow>> windows = new HashMap<>();
        for (ReportedWindow window : session.windows()) {
            for (ReportedFinding finding : window.findings()) {
                windows.computeIfAbsent(finding.number(), unused -> new ArrayList<>())
                        .add(window);
            }
        }
        return windows;
    }

    private static void finding(ReportedFinding reported, List<ReportedWindow> windows, String id, Writer out)
            throws IOException {
        Finding finding = reported.finding();
        out.write("<details class=\"finding" + (reported.isSuppressed() ? " suppressed" : "") + "\" id=\""
                + HtmlNames.findingId(id, reported.number()) + "\">\n<summary class=\"row\">"
                + HtmlText.span("sign " + HtmlNames.markClass(finding), Mark.sign(finding)) + " "
                + HtmlText.escape("finding " + reported.number() + ": " + FindingLine.of(finding))
                + reported.suppression()
                        .map(reason -> " " + HtmlText.span("suppression", "suppressed: " + reason))
                        .orElse("")
                + "</summary>\n<pre>");
        for (StyledLine line : new FindingStory(Glyphs.unicode()).lines(reported.number(), finding)) {
            out.write(HtmlText.escape(line.text()) + "\n");
        }
        out.write("</pre>\n");
        for (ReportedWindow window : windows) {
            String target = HtmlNames.windowId(id, window);
            out.write("<p><a href=\"#" + target + "-f" + reported.number() + "\">in the tree of "
                    + HtmlText.escape(window.title()) + "</a></p>\n");
        }
        out.write("</details>\n");
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
