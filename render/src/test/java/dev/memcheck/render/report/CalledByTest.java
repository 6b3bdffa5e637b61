package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Defect;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.render.words.VerdictText;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import dev.memcheck.run.FindingWords;
import dev.memcheck.session.SessionName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A helper of a library's own is named with the function that it worked for, wherever a finding is named. */
class CalledByTest {
    private static final Site SITE = new Site(
            Optional.of("sample"),
            Optional.of("serialize"),
            Optional.of("/src/list.c"),
            OptionalInt.of(12),
            List.of("serialize (sample) at /src/list.c:12", "compute (sample) at /src/list.c:40"));

    private static final String BOTH = "serialize (sample) at list.c:12, called by compute";

    private static Finding finding() {
        return FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                .severity(Severity.WARNING)
                .site(SITE)
                .finding()
                .toBuilder()
                .set(FindingColumn.CALLED_BY, Optional.of("compute"))
                .build();
    }

    @Test
    void inTheVerdictAndInFailures() {
        assertThat(text(new VerdictText(Glyphs.ascii()).lines(Optional.empty(), List.of(finding()))))
                .contains(BOTH);
        assertThat(FindingWords.of(finding())).contains(BOTH);
    }

    @Test
    void onALineOfItsOwnInWhy() {
        assertThat(text(new FindingStory(Glyphs.ascii()).lines(1, finding())))
                .containsPattern("owner +serialize \\(sample\\) at /src/list.c:12\n +called by +compute\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit", "markdown", "html", "sarif"})
    void inReports(String format) throws IOException {
        assertThat(ReportGoldenTest.text(format, run(finding()))).contains(BOTH);
    }

    @Test
    void asAFieldInJson() throws IOException {
        assertThat(json(finding()).path("calledBy").asText()).isEqualTo("compute");
        assertThat(json(FindingSample.of(CheckType.CRASH).finding()).has("calledBy"))
                .isFalse();
    }

    /** Baselines and comparisons of before are still good. */
    @Test
    void notInWhatTellsFindingsApart() {
        Finding without = FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                .site(SITE)
                .finding();

        assertThat(finding().defectKey()).isEqualTo(without.defectKey());
        assertThat(Defect.of(finding())).isEqualTo(Defect.of(without));
    }

    private static String text(List<StyledLine> lines) {
        return lines.stream().map(StyledLine::text).collect(Collectors.joining("\n", "", "\n"));
    }

    private static JsonNode json(Finding finding) throws IOException {
        return new ObjectMapper()
                .readTree(ReportGoldenTest.text("json", run(finding)))
                .at("/sessions/0/windows/0/findings/0");
    }

    static RunReport run(Finding finding) {
        List<ReportedFinding> findings = List.of(new ReportedFinding(1, finding, Optional.empty()));
        ReportedWindow window = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "window 1",
                OptionalInt.empty(),
                ReportedWindow.End.CLOSED,
                0,
                1000,
                List.of(),
                findings,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        ReportedFailure failure = new ReportedFailure(
                new Failure(Failure.Kind.FINDING, Optional.empty(), FindingWords.of(finding), OptionalInt.of(1)),
                OptionalInt.empty());
        SessionReport session = new SessionReport(
                "one.mcs",
                Verdict.FAILED,
                Instant.EPOCH,
                2000,
                Optional.empty(),
                List.of(),
                List.of(window),
                findings,
                0,
                List.of(failure));
        return new RunReport("1.1", Instant.EPOCH, Path.of("/src"), Severity.WARNING, List.of(session));
    }
}
