package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.render.words.Mark;
import dev.memcheck.render.words.SourceText;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A summary for the page of a CI job or a comment, in the order of the HTML page: the defects of all sessions, each once and in full
 * behind a fold, then how each session went, and the failures of those that have some. In GitHub's Markdown, which GitLab
 * reads, too.
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
        findings(run, out);
        out.write("| session | verdict | statements | windows | findings | time |\n");
        out.write("| --- | --- | ---: | ---: | ---: | ---: |\n");
        for (SessionReport session : run.sessions()) {
            out.write("| " + MarkdownText.code(session.file()) + " | " + words(session.verdict()) + " | "
                    + session.allStatements().size() + " | " + session.windows().size() + " | "
                    + session.findings().size() + " | " + AmountWords.brief(session.durationMicros()) + " |\n");
        }
        for (SessionReport session : run.sessions()) {
            details(session, out);
        }
        out.write("\nRun by memcheck " + MarkdownText.escape(run.version()) + "; findings of " + run.failOn()
                + " or above count.\n");
    }

    private static void findings(RunReport run, Writer out) throws IOException {
        FindingsOfRun findings = FindingsOfRun.of(run);
        Sources sources = new Sources(run);
        out.write(findings.count() == 0 ? "" : MarkdownText.escape(findings.total()) + "\n\n");
        for (FindingsOfRun.Entry entry : findings.news()) {
            finding(entry, run, sources, out);
        }
        if (!findings.known().isEmpty()) {
            out.write("<details><summary>"
                    + AmountWords.counted(findings.known().size(), "defect") + " expected or known</summary>\n\n");
            for (FindingsOfRun.Entry entry : findings.known()) {
                finding(entry, run, sources, out);
            }
            out.write("</details>\n\n");
        }
    }

    /** What went wrong or is to be known besides findings; nothing where there is nothing. */
    private static void details(SessionReport session, Writer out) throws IOException {
        List<String> items = new ArrayList<>();
        for (ReportedFailure reported : session.failures()) {
            Failure failure = reported.failure();
            if (failure.kind() != Failure.Kind.FINDING) {
                String place = failure.position()
                        .map(position -> MarkdownText.code(position.toString()) + " ")
                        .orElse("");
                items.add(place + MarkdownText.escape(failure.text()));
            }
        }
        for (ReportedWindow window : session.windows()) {
            for (String note : window.notes()) {
                items.add("note: " + MarkdownText.code(window.title()) + " " + MarkdownText.escape(note));
            }
        }
        if (!items.isEmpty()) {
            out.write("\n### " + MarkdownText.code(session.file()) + "\n\n- " + String.join("\n- ", items) + "\n");
        }
    }

    private static void finding(FindingsOfRun.Entry entry, RunReport run, Sources sources, Writer out)
            throws IOException {
        Finding finding = entry.finding();
        String known =
                entry.apart().map(reason -> ", " + MarkdownText.escape(reason)).orElse("");
        out.write("<details><summary><b>" + MarkdownText.escape(Mark.sign(finding)) + "</b> "
                + MarkdownText.escape(
                        finding.severity() + " " + finding.checkType().label()) + ": "
                + MarkdownText.escape(FindingText.what(finding)) + ", "
                + MarkdownText.code(FindingText.siteOrDetail(finding)) + " in "
                + MarkdownText.code(entry.worst().session().file())
                + (entry.sightings().size() == 1
                        ? ""
                        : ", " + MarkdownText.escape(entry.together())
                                + (entry.files().size() == 1
                                        ? ""
                                        : " in " + entry.files().size() + " sessions"))
                + known + "</summary>\n\n<pre>\n");
        List<StyledLine> source = sources.of(finding.site())
                .map(excerpt -> SourceText.lines(excerpt, run.directory(), sources.origin(excerpt)))
                .orElse(List.of());
        for (StyledLine line : new FindingStory(Glyphs.unicode())
                .lines(entry.worst().reported().number(), sources.told(finding), source)) {
            out.write(HtmlText.escape(line.text()) + "\n");
        }
        out.write("</pre>\n");
        others(entry, out);
        out.write("</details>\n\n");
    }

    /** Where else it was found, and how much of it. */
    private static void others(FindingsOfRun.Entry entry, Writer out) throws IOException {
        if (entry.sightings().size() == 1) {
            return;
        }
        out.write("\nFound, too:\n\n");
        for (FindingsOfRun.Sighting other :
                entry.sightings().subList(1, entry.sightings().size())) {
            Finding finding = other.finding();
            out.write("- " + MarkdownText.code(other.session().file()) + " finding "
                    + other.reported().number() + ": " + MarkdownText.escape(FindingText.what(finding)) + ", "
                    + FindingText.certainty(finding)
                    + other.apart()
                            .map(reason -> ", " + MarkdownText.escape(reason))
                            .orElse("")
                    + " " + MarkdownText.code(finding.statement()) + "\n");
        }
        out.write("\n");
    }

    private static String words(Verdict verdict) {
        return "**" + verdict.label().replace('_', ' ') + "**";
    }
}
