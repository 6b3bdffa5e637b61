package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The defects of all sessions, the worst first, each once; apart from them what an expectation or a baseline knows. What the
 * reader sees first.
 */
final class HtmlFindings {
    private final Sources sources;
    private final FindingsOfRun findings;

    HtmlFindings(RunReport run) {
        sources = new Sources(run);
        findings = FindingsOfRun.of(run);
    }

    void write(Writer out) throws IOException {
        out.write("<section id=\"findings\">\n<h2>Findings</h2>\n<p>" + HtmlText.escape(findings.total()) + "</p>\n");
        filters(out);
        for (FindingsOfRun.Entry entry : findings.news()) {
            entry(entry, entry == findings.news().get(0), out);
        }
        if (!findings.known().isEmpty()) {
            out.write("<details class=\"known\">\n<summary class=\"row\">"
                    + AmountWords.counted(findings.known().size(), "defect") + " expected or known</summary>\n");
            for (FindingsOfRun.Entry entry : findings.known()) {
                entry(entry, false, out);
            }
            out.write("</details>\n");
        }
        out.write("</section>\n");
    }

    /** Hidden until the script shows them, since they need it. */
    private void filters(Writer out) throws IOException {
        if (findings.entries().size() < 2) {
            return;
        }
        out.write("<div id=\"filters\" role=\"group\" aria-label=\"Filter findings\" hidden>\n");
        List<String> severities =
                Arrays.stream(Severity.values()).map(Severity::name).toList();
        filter("severity", severities, out);
        filter("file", names(entry -> entry.files().stream().map(ServerText::clean)), out);
        filter("library", names(entry -> Stream.of(library(entry))), out);
        out.write("<output id=\"shown\"></output>\n</div>\n");
    }

    private List<String> names(Function<FindingsOfRun.Entry, Stream<String>> names) {
        return findings.entries().stream().flatMap(names).distinct().sorted().toList();
    }

    private static String library(FindingsOfRun.Entry entry) {
        return ServerText.clean(entry.finding().site().library().orElse("not known"));
    }

    private static void filter(String of, List<String> names, Writer out) throws IOException {
        out.write("<label>" + of + " <select data-of=\"" + of + "\"><option value=\"\">all</option>");
        for (String name : names) {
            String escaped = HtmlText.escape(name);
            out.write("<option value=\"" + escaped + "\">" + escaped + "</option>");
        }
        out.write("</select></label>\n");
    }

    /** @param open whether it is unfolded at first */
    private void entry(FindingsOfRun.Entry entry, boolean open, Writer out) throws IOException {
        out.write("<div class=\"entry\" data-severity=\"" + entry.finding().severity() + "\" data-library=\""
                + HtmlText.escape(library(entry)) + "\">\n");
        new HtmlFinding(sources, entry).write(open, out);
        out.write("</div>\n");
    }
}
