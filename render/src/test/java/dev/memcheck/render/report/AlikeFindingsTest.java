package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Findings that look alike are as many in every report: two places in one exported function of a stripped library, and two
 * that nothing tells apart but their numbers.
 */
class AlikeFindingsTest {
    private static final Snapshot BEFORE = SnapshotDrawing.of(1, "TopMemoryContext 80000/96000\n");
    private static final Snapshot AFTER = SnapshotDrawing.of(2, "TopMemoryContext 90000/96000\n");
    private static final int COUNT = 8;

    /** More than a node of a tree names. */
    private final List<ReportedFinding> findings = new ArrayList<>();

    private final RunReport run;

    AlikeFindingsTest() {
        for (int i = 0; i < COUNT / 2; i++) {
            add(place("fill+0x40", 82_000));
            add(place("fill+0x90", 512));
        }
        ReportedWindow window = window(1);
        List<ReportedFailure> failures = findings.stream()
                .map(finding -> new ReportedFailure(
                        new Failure(
                                Failure.Kind.FINDING,
                                Optional.empty(),
                                "finding " + finding.number(),
                                OptionalInt.of(finding.number())),
                        OptionalInt.empty()))
                .toList();
        SessionReport session = new SessionReport(
                "a.mcs",
                Verdict.FAILED,
                Instant.EPOCH,
                0,
                Optional.empty(),
                List.of(),
                List.of(window, window(2)),
                findings,
                0,
                failures);
        run = new RunReport("1.0", Instant.EPOCH, Path.of("/src"), Severity.WARNING, List.of(session));
    }

    @Test
    void jsonHasEachWithItsNumberAndItsFrames() throws IOException {
        JsonNode written =
                new ObjectMapper().readTree(ReportGoldenTest.text("json", run)).at("/sessions/0/windows/0/findings");

        assertThat(written).hasSize(COUNT);
        assertThat(written).extracting(node -> node.get("number").asInt()).doesNotHaveDuplicates();
        assertThat(written)
                .extracting(node -> node.at("/stack/1").asText())
                .contains("fill+0x40 (stripped)", "fill+0x90 (stripped)");
        assertThat(written).extracting(node -> node.get("bytes").asLong()).contains(82_000L, 512L);
    }

    @Test
    void sarifHasAFingerprintForEach() throws IOException {
        JsonNode results =
                new ObjectMapper().readTree(ReportGoldenTest.text("sarif", run)).at("/runs/0/results");

        assertThat(results).hasSize(COUNT);
        assertThat(results)
                .extracting(result ->
                        result.at("/partialFingerprints/memcheckDefect~1v1").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void aFingerprintStaysWhenOffsetsMoveWithTheNextBuild() throws IOException {
        assertThat(fingerprint(place("fill+0x40", 1))).isEqualTo(fingerprint(place("fill+0x48", 1)));
        assertThat(fingerprint(place("fill+0x40", 1))).isNotEqualTo(fingerprint(place("drain+0x40", 1)));
    }

    @Test
    void junitTellsTheCasesApartAndNamesEachFinding() throws IOException {
        String junit = ReportGoldenTest.text("junit", run);

        assertThat(junit).contains("<testcase name=\"same\"", "<testcase name=\"same (2)\"");
        for (int number = 1; number <= COUNT; number++) {
            assertThat(junit).contains("finding " + number + ": ");
        }
    }

    @Test
    void htmlLinksEachToItsPlaceInTheTree() throws IOException {
        String html = ReportGoldenTest.text("html", run);

        for (int number = 1; number <= COUNT; number++) {
            for (String id : List.of("s1-f" + number, "s1-w1-f" + number, "s1-w2-f" + number)) {
                assertThat(Pattern.compile("id=\"" + id + "\"").matcher(html).results())
                        .as(id)
                        .hasSize(1);
            }
        }
    }

    @Test
    void markdownHasEach() throws IOException {
        String markdown = ReportGoldenTest.text("markdown", run);

        assertThat(Pattern.compile("<details>").matcher(markdown).results()).hasSize(COUNT);
        assertThat(markdown).contains("fill+0x40 (stripped)", "fill+0x90 (stripped)");
    }

    /** By function, as flame graph tools expect it: the bytes of places in one function add up, and none is lost. */
    @Test
    void foldedAndTotalsHaveAllBytesOfAFunction() throws IOException {
        long all = COUNT / 2 * (82_000L + 512);

        assertThat(ReportGoldenTest.text("folded", run))
                .isEqualTo("ExecInterpExpr (postgres);fill (stripped);palloc (postgres) " + all + "\n");
        assertThat(ReportGoldenTest.text("totals", run)).contains("322 kB in 1 function");
    }

    private static String fingerprint(Finding finding) throws IOException {
        SessionReport session = new SessionReport(
                "a.mcs",
                Verdict.FAILED,
                Instant.EPOCH,
                0,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(new ReportedFinding(1, finding, Optional.empty())),
                0,
                List.of());
        RunReport one = new RunReport("1.0", Instant.EPOCH, Path.of("/src"), Severity.WARNING, List.of(session));
        return new ObjectMapper()
                .readTree(ReportGoldenTest.text("sarif", one))
                .at("/runs/0/results/0/partialFingerprints")
                .toString();
    }

    private void add(Finding finding) {
        findings.add(new ReportedFinding(findings.size() + 1, finding, Optional.empty()));
    }

    private ReportedWindow window(int number) {
        return new ReportedWindow(
                number,
                SessionName.DEFAULT,
                "same",
                OptionalInt.of(1).stream().filter(outer -> number > 1).findFirst(),
                ReportedWindow.End.CLOSED,
                0,
                0,
                List.of(),
                findings,
                Optional.of(SnapshotDiff.between(BEFORE, AFTER)),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static Finding place(String frame, long bytes) {
        return FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                .bytes(bytes)
                .site(new Site(
                        Optional.of("stripped"),
                        Optional.of(frame.substring(0, frame.indexOf('+'))),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of("palloc (postgres)", frame + " (stripped)", "ExecInterpExpr (postgres)")))
                .finding();
    }
}
