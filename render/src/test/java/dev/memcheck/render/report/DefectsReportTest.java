package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A defect that several sessions found is one entry, with how often and where; another of the same function is one of its own. */
class DefectsReportTest {
    private static final Optional<String> NEW = Optional.empty();
    private static final Optional<String> KNOWN = Optional.of("kept");

    @Test
    void theWorstStandsForAllAndTheOthersUnderIt() {
        FindingsOfRun findings = FindingsOfRun.of(run(
                session("a.mcs", leak(8192, NEW)),
                session("b.mcs", leak(16384, NEW), wrongContext()),
                session("c.mcs", leak(1 << 20, KNOWN))));

        assertThat(findings.known()).isEmpty();
        assertThat(findings.news()).hasSize(2);
        assertThat(findings.news().get(0).files()).containsExactly("b.mcs", "a.mcs", "c.mcs");
        assertThat(findings.news().get(0).together()).isEqualTo("3 findings, 1048 kB together");
        assertThat(findings.news().get(1).together()).isEmpty();
        assertThat(findings.total())
                .isEqualTo("2 defects in 4 findings: 3 confirmed, 0 unconfirmed, 1 expected or known;"
                        + " 3 new of WARNING or above");
    }

    @Test
    void oneThatEachSessionKnowsStandsApart() {
        FindingsOfRun findings =
                FindingsOfRun.of(run(session("a.mcs", leak(8192, KNOWN)), session("b.mcs", leak(8192, KNOWN))));

        assertThat(findings.news()).isEmpty();
        assertThat(findings.known())
                .singleElement()
                .satisfies(entry -> assertThat(entry.files()).containsExactly("a.mcs", "b.mcs"));
    }

    @Test
    void twoThatOneSessionFoundAtOnceAreTwo() {
        FindingsOfRun findings = FindingsOfRun.of(
                run(session("a.mcs", leak(8192, NEW), leak(8192, NEW)), session("b.mcs", leak(8192, NEW))));

        assertThat(findings.news()).extracting(entry -> entry.files().size()).containsExactly(2, 1);
    }

    @Test
    void thePageHasEachFileOfADefect() throws IOException {
        String page = ReportGoldenTest.text(
                "html", run(session("a.mcs", leak(8192, NEW)), session("<b>.mcs", leak(16384, NEW))));

        assertThat(page).containsOnlyOnce("<div class=\"entry\"").contains("id=\"s1-f1\"", "id=\"s2-f1\"");
        assertThat(page)
                .contains("<span class=\"often\">2 findings, 24 kB together</span>", "<li id=\"s1-f1\"")
                .contains("data-file=\"a.mcs\"", "data-file=\"&lt;b&gt;.mcs\"");
    }

    @Test
    void markdownHasEachFileOfADefect() throws IOException {
        String text = ReportGoldenTest.text(
                "markdown", run(session("a.mcs", leak(8192, NEW)), session("b.mcs", leak(16384, KNOWN))));

        assertThat(Pattern.compile("<details>").matcher(text).results()).hasSize(1);
        assertThat(text)
                .contains("in <code>a.mcs</code>, 2 findings, 24 kB together in 2 sessions")
                .contains("- <code>b.mcs</code> finding 1: 16 kB in 1 context, confirmed, suppressed: kept");
    }

    private static ReportedFinding leak(long bytes, Optional<String> suppression) {
        return new ReportedFinding(1, LeakSamples.leakedContext().bytes(bytes).finding(), suppression);
    }

    private static ReportedFinding wrongContext() {
        return new ReportedFinding(1, LeakSamples.wrongContext().finding(), NEW);
    }

    private static SessionReport session(String file, ReportedFinding... findings) {
        List<ReportedFinding> numbered = new ArrayList<>();
        for (ReportedFinding finding : findings) {
            numbered.add(new ReportedFinding(numbered.size() + 1, finding.finding(), finding.suppression()));
        }
        return new SessionReport(
                file, Verdict.FAILED, Instant.EPOCH, 0, Optional.empty(), List.of(), List.of(), numbered, 0, List.of());
    }

    private static RunReport run(SessionReport... sessions) {
        return new RunReport("1.0", Instant.EPOCH, Path.of("/src"), Severity.WARNING, List.of(sessions));
    }
}
