package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The findings of all sessions, the worst first, each once; apart from them what an expectation or a baseline knows. What the
 * reader sees first.
 */
final class HtmlFindings {
    private final RunReport run;
    private final List<Entry> news = new ArrayList<>();
    private final List<Entry> known = new ArrayList<>();

    /**
     * A finding on the page.
     *
     * @param session id of its session on the page
     * @param apart why it does not count, in a few words; empty if it does
     */
    private record Entry(SessionReport report, String session, ReportedFinding reported, Optional<String> apart) {
        Finding finding() {
            return reported.finding();
        }

        String library() {
            return ServerText.clean(finding().site().library().orElse("not known"));
        }
    }

    HtmlFindings(RunReport run) {
        this.run = run;
        for (int at = 0; at < run.sessions().size(); at++) {
            SessionReport session = run.sessions().get(at);
            Set<Integer> expected = session.expected(run.failOn());
            for (ReportedFinding finding : session.findings()) {
                Optional<String> apart = finding.suppression()
                        .map(reason -> "suppressed: " + reason)
                        .or(() -> expected.contains(finding.number())
                                ? Optional.of("expected by the session")
                                : Optional.empty());
                (apart.isPresent() ? known : news).add(new Entry(session, "s" + (at + 1), finding, apart));
            }
        }
        Comparator<Entry> worst = Comparator.comparing(Entry::finding, Finding.WORST_FIRST);
        news.sort(worst);
        known.sort(worst);
    }

    void write(Writer out) throws IOException {
        out.write("<section id=\"findings\">\n<h2>Findings</h2>\n<p>" + HtmlText.escape(total()) + "</p>\n");
        filters(out);
        for (Entry entry : news) {
            entry(entry, entry == news.get(0), out);
        }
        if (!known.isEmpty()) {
            out.write("<details class=\"known\">\n<summary class=\"row\">"
                    + AmountWords.counted(known.size(), "finding") + " expected or known</summary>\n");
            for (Entry entry : known) {
                entry(entry, false, out);
            }
            out.write("</details>\n");
        }
        out.write("</section>\n");
    }

    /** As the prompt counts them: certain and not. */
    private String total() {
        if (news.isEmpty()) {
            return known.isEmpty() ? "None." : "None that is new.";
        }
        long confirmed =
                news.stream().filter(entry -> entry.finding().confirmed()).count();
        long counting = news.stream()
                .filter(entry -> entry.reported().counts(run.failOn()))
                .count();
        String apart = known.isEmpty() ? "" : ", " + known.size() + " expected or known";
        return AmountWords.counted(news.size() + known.size(), "finding") + ": " + confirmed + " confirmed, "
                + (news.size() - confirmed) + " unconfirmed" + apart + "; " + counting + " new of " + run.failOn()
                + " or above";
    }

    /** Hidden until the script shows them, since they need it. */
    private void filters(Writer out) throws IOException {
        if (news.size() + known.size() < 2) {
            return;
        }
        out.write("<div id=\"filters\" role=\"group\" aria-label=\"Filter findings\" hidden>\n");
        List<String> severities =
                Arrays.stream(Severity.values()).map(Severity::name).toList();
        filter("severity", severities, out);
        filter("file", names(entry -> ServerText.clean(entry.report().file())), out);
        filter("library", names(Entry::library), out);
        out.write("<output id=\"shown\"></output>\n</div>\n");
    }

    private List<String> names(Function<Entry, String> name) {
        Set<String> names = new TreeSet<>();
        news.forEach(entry -> names.add(name.apply(entry)));
        known.forEach(entry -> names.add(name.apply(entry)));
        return List.copyOf(names);
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
    private void entry(Entry entry, boolean open, Writer out) throws IOException {
        out.write("<div class=\"entry\" data-severity=\"" + entry.finding().severity() + "\" data-file=\""
                + HtmlText.escape(entry.report().file()) + "\" data-library=\"" + HtmlText.escape(entry.library())
                + "\">\n");
        new HtmlFinding(run.directory(), entry.report(), entry.session())
                .write(entry.reported(), entry.apart(), open, out);
        out.write("</div>\n");
    }
}
