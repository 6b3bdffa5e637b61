package dev.memcheck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.report.ReportCollector;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.FakeServer;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunOutcome;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.BaselineFile;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionParser;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    @Test
    void twoRunsThatHadNoBackendAreWorse() {
        RunReport first = run(withoutBackend("a.mcs"));
        RunReport second = run(withoutBackend("a.mcs"));

        assertThat(RunComparison.between(first, second))
                .containsExactly(new Difference.OfSession(
                        Trend.WORSE, "a.mcs", "lost its backend in both runs: there is nothing to compare"))
                .allMatch(Difference::isWorse);
    }

    @Test
    void aRunThatLostItsBackendIsWorseThanOneThatDidNotAndTheOtherWayRoundBetter() {
        RunReport clean = run(session("a.mcs", CLEAN));
        RunReport lost = run(withoutBackend("a.mcs"));

        assertThat(RunComparison.between(clean, lost))
                .containsExactly(new Difference.OfSession(Trend.WORSE, "a.mcs", "lost its backend, passed before"));
        assertThat(RunComparison.between(lost, clean))
                .containsExactly(new Difference.OfSession(Trend.BETTER, "a.mcs", "passed, lost its backend before"));
        assertThat(RunComparison.between(lost, run(session("a.mcs", LEAK)))).anyMatch(Difference::isWorse);
        assertThat(RunComparison.between(run(), lost)).allMatch(Difference::isWorse);
    }

    @Test
    void placesInOneFunctionOfAStrippedLibraryAreComparedEachWithItself() {
        Finding large = place("fill+0x40", 82_000);
        Finding small = place("fill+0x90", 1_000);
        RunReport both = run(found(large, small));

        assertThat(RunComparison.between(both, both)).isEmpty();
        assertThat(RunComparison.between(both, run(found(small))))
                .containsExactly(new Difference.OfFinding(Trend.GONE, "a.mcs", Optional.of(large), Optional.empty()));
        assertThat(RunComparison.between(run(found(small)), both))
                .containsExactly(new Difference.OfFinding(Trend.NEW, "a.mcs", Optional.empty(), Optional.of(large)));
    }

    @Test
    void inAnotherBuildTheyAreComparedByHowBadTheyAre() {
        RunReport before = run(found(place("fill+0x40", 82_000), place("fill+0x90", 1_000)));

        assertThat(RunComparison.between(before, run(found(place("fill+0x4c", 1_000), place("fill+0x9c", 82_000)))))
                .isEmpty();
        assertThat(RunComparison.between(before, run(found(place("fill+0x4c", 82_000)))))
                .extracting(Difference::trend)
                .containsExactly(Trend.GONE);
    }

    @Test
    void findingsThatNothingTellsApartAreAsManyAsTheyAre() {
        Finding one = place("fill+0x40", 82_000);

        assertThat(RunComparison.between(run(found(one)), run(found(one, one))))
                .extracting(Difference::trend)
                .containsExactly(Trend.NEW);
    }

    private static Finding place(String frame, long bytes) {
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext", "cache")
                .bytes(bytes)
                .site(new Site(
                        Optional.of("stripped"),
                        Optional.of("fill"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of("palloc (postgres)", frame + " (stripped)", "ExecInterpExpr (postgres)")))
                .finding();
    }

    private static SessionReport found(Finding... findings) {
        List<ReportedFinding> reported = new ArrayList<>();
        for (Finding finding : findings) {
            reported.add(new ReportedFinding(reported.size() + 1, finding, Optional.empty()));
        }
        return new SessionReport(
                "a.mcs",
                Verdict.FAILED,
                Instant.EPOCH,
                0,
                Optional.empty(),
                List.of(),
                List.of(),
                reported,
                0,
                List.of());
    }

    private static SessionReport withoutBackend(String file) {
        return new ReportCollector(file, 0, KnownFindings.none(), InstantSource.fixed(Instant.EPOCH))
                .withoutBackend(RunOutcome.none(), "connection refused");
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
