package dev.memcheck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportCollector;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.FakeServer;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.BaselineFile;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionParser;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private static final String CLEAN = "begin; SELECT 1; end";
    private static final String LEAK = "begin; SELECT leak_top(); end";

    @Test
    void aRunIsNoDifferentFromItself() {
        RunReport run = run(session("a.mcs", LEAK), session("b.mcs", CLEAN));

        assertThat(RunComparison.between(run, run)).isEmpty();
    }

    @Test
    void aDefectIsNewOrGone() {
        RunReport clean = run(session("a.mcs", CLEAN));
        RunReport leaks = run(session("a.mcs", LEAK));

        assertThat(RunComparison.between(clean, leaks))
                .anySatisfy(difference -> assertThat(difference)
                        .isInstanceOfSatisfying(Difference.OfFinding.class, finding -> {
                            assertThat(finding.trend()).isEqualTo(Trend.NEW);
                            assertThat(finding.after().orElseThrow().site().symbol())
                                    .contains("leak_top");
                            assertThat(finding.isWorse()).isTrue();
                        }))
                .anySatisfy(difference -> assertThat(difference)
                        .isEqualTo(new Difference.OfSession(Trend.WORSE, "a.mcs", "failed, passed before")));
        assertThat(RunComparison.between(leaks, clean))
                .noneMatch(Difference::isWorse)
                .extracting(Difference::trend)
                .containsExactlyInAnyOrder(Trend.BETTER, Trend.GONE);
    }

    @Test
    void aStatementThatRetainsMoreIsWorseBeyondWhatIsTolerated() {
        String once = "begin; SELECT leak_top(); end\n\\expect chunk_leak";
        String often = "begin; " + "SELECT leak_top(); ".repeat(60) + "end\n\\expect chunk_leak";

        assertThat(RunComparison.between(
                        run(session("a.mcs", once)),
                        run(session("a.mcs", once.replace("; end", "; SELECT leak_top(); end")))))
                .noneMatch(difference -> difference instanceof Difference.OfBytes);
        assertThat(RunComparison.between(run(session("a.mcs", once)), run(session("a.mcs", often))))
                .filteredOn(difference -> difference instanceof Difference.OfBytes)
                .containsExactly(new Difference.OfBytes(Trend.WORSE, "a.mcs", "window 1", 32, 60 * 32));
    }

    @Test
    void whatIsKnownDoesNotCount() {
        KnownFindings known = KnownFindings.of(
                BaselineFile.parse("known.txt", "chunk_leak symbol leak_top since '2026-01-31' because 'ours'"));

        assertThat(RunComparison.between(run(session("a.mcs", CLEAN)), run(session("a.mcs", LEAK, known))))
                .noneMatch(difference -> difference instanceof Difference.OfFinding);
    }

    @Test
    void sessionsOfOneRunAreToldAndAreNeitherGoodNorBad() {
        RunReport before = run(session("old/a.mcs", CLEAN), session("gone.mcs", CLEAN));
        RunReport after = run(session("new/a.mcs", CLEAN), session("added.mcs", CLEAN));

        assertThat(RunComparison.between(before, after))
                .containsExactly(
                        new Difference.OfSession(Trend.NEW, "added.mcs", "not run before; it passed"),
                        new Difference.OfSession(Trend.GONE, "gone.mcs", "not run any more; it passed"))
                .noneMatch(Difference::isWorse);
    }

    @Test
    void aNewSessionThatFailsIsWorseAndItsFindingsAreNew() {
        RunReport before = run(session("a.mcs", CLEAN));
        RunReport after = run(session("a.mcs", CLEAN), session("added.mcs", LEAK));

        assertThat(RunComparison.between(before, after))
                .hasSize(2)
                .contains(new Difference.OfSession(Trend.WORSE, "added.mcs", "not run before; it failed"))
                .allMatch(Difference::isWorse)
                .last()
                .extracting(Difference::trend)
                .isEqualTo(Trend.NEW);
    }

    @Test
    void aNamesakeInANewDirectoryLeavesAFileItsPast() {
        RunReport before = run(session("b/x.mcs", LEAK));
        RunReport after = run(session("a/x.mcs", CLEAN), session("b/x.mcs", LEAK));

        assertThat(RunComparison.between(before, after))
                .containsExactly(new Difference.OfSession(Trend.NEW, "a/x.mcs", "not run before; it passed"));
    }

    private static RunReport run(SessionReport... sessions) {
        return new RunReport("1.0", Instant.EPOCH, Path.of("/src"), Severity.WARNING, List.of(sessions));
    }

    private static SessionReport session(String file, String text) {
        return session(file, text, KnownFindings.none());
    }

    private static SessionReport session(String file, String text, KnownFindings known) {
        ReportCollector collector = new ReportCollector(file, 10_000, known, InstantSource.fixed(Instant.EPOCH));
        try (SessionRunner runner = new SessionRunner(
                new FakeServer(),
                collector,
                RunOptions.batch(2, Severity.WARNING).knowing(known),
                unused -> CommandResult.done())) {
            runner.runAll(new SessionParser(List.of(), IncludeResolver.files()).parse(file, text));
            return collector.report(runner.finish(), true);
        }
    }
}
