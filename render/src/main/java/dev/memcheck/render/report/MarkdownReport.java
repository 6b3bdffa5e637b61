package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.render.words.Mark;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import java.io.IOException;
import java.io.Writer;

/**
 * A summary for the page of a CI job or a comment: how each session went, then the failures and findings of those that
 * have some, each finding in full behind a fold. In GitHub's Markdown, which GitLab reads, too.
 */
final class MarkdownReport implements ReportFormat {
    @Override
    public String name() {
        return "markdown";
    }

    @Override
    public String summary() {
        return "a summary for the page of a CI job";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        out.write("## memcheck: " + words(run.verdict()) + "\n\n");
        out.write("| session | verdict | statements | windows | findings | time |\n");
        out.write("| --- | --- | ---: | ---: | ---: | ---: |\n");
        for (SessionReport session : run.sessions()) {
            out.write("| " + MarkdownText.code(session.file()) + " | " + words(session.verdict()) + " | "
                    + session.allStatements().size() + " | " + session.windows().size() + " | "
                    + session.findings().size() + " | " + AmountWords.brief(session.durationMicros()) + " |\n");
        }
        for (SessionReport session : run.sessions()) {
            if (!session.findings().isEmpty() || !session.failures().isEmpty() || hasNotes(session)) {
                details(session, out);
            }
        }
        out.write("\nRun by memcheck " + MarkdownText.escape(run.version()) + "; findings of " + run.failOn()
                + " or above count.\n");
    }

    private static boolean hasNotes(SessionReport session) {
        return session.windows().stream().anyMatch(window -> !window.notes().isEmpty());
    }

    private static void details(SessionReport session, Writer out) throws IOException {
        out.write("\n### " + MarkdownText.code(session.file()) + "\n");
        String separator = "\n";
        for (ReportedFailure reported : session.failures()) {
            Failure failure = reported.failure();
            if (failure.kind() != Failure.Kind.FINDING) {
                String place = failure.position()
                        .map(position -> MarkdownText.code(position.toString()) + " ")
                        .orElse("");
                out.write(separator + "- " + place + MarkdownText.escape(failure.text()) + "\n");
                separator = "";
            }
        }
        for (ReportedWindow window : session.windows()) {
            for (String note : window.notes()) {
                out.write(separator + "- note: " + MarkdownText.code(window.title()) + " " + MarkdownText.escape(note)
                        + "\n");
                separator = "";
            }
        }
        for (ReportedFinding finding :
                session.findings().stream().sorted(ReportedFinding.WORST_FIRST).toList()) {
            finding(finding, out);
        }
    }

    private static void finding(ReportedFinding reported, Writer out) throws IOException {
        Finding finding = reported.finding();
        String known = reported.suppression()
                .map(reason -> ", suppressed: " + MarkdownText.escape(reason))
                .orElse("");
        out.write("\n<details><summary><b>" + MarkdownText.escape(Mark.sign(finding)) + "</b> "
                + MarkdownText.escape(
                        finding.severity() + " " + finding.checkType().label()) + ": "
                + MarkdownText.escape(FindingText.what(finding)) + ", "
                + MarkdownText.code(FindingText.siteOrDetail(finding)) + known + "</summary>\n\n<pre>\n");
        for (StyledLine line : new FindingStory(Glyphs.unicode()).lines(reported.number(), finding)) {
            out.write(HtmlText.escape(line.text()) + "\n");
        }
        out.write("</pre>\n</details>\n");
    }

    private static String words(Verdict verdict) {
        return "**" + verdict.label().replace('_', ' ') + "**";
    }
}
