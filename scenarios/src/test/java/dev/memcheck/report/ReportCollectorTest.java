package dev.memcheck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Severity;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.Failure;
import dev.memcheck.run.FakeServer;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.script.SessionParser;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReportCollectorTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private final AtomicLong ticks = new AtomicLong(-1);

    /** Every look at it takes 10 ms. */
    private final InstantSource clock = () -> START.plusMillis(10 * ticks.incrementAndGet());

    @Test
    void statementsStandInTheirWindowsAndOutside() {
        SessionReport report = run("SELECT 1; begin a; SELECT 2; begin; SELECT 3; end; SELECT 4; end; SELECT 5;");

        assertThat(texts(report.statements())).containsExactly("SELECT 1", "SELECT 5");
        assertThat(report.windows()).extracting(ReportedWindow::name).containsExactly("a", "window 2");
        assertThat(texts(report.windows().get(0).statements())).containsExactly("SELECT 2", "SELECT 4");
        assertThat(texts(report.windows().get(1).statements())).containsExactly("SELECT 3");
        assertThat(report.windows().get(1).outer()).isEqualTo(OptionalInt.of(1));
        assertThat(texts(report.allStatements()))
                .containsExactly("SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5");
        assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(report.backend()).isPresent();
    }

    @Test
    void timesAreCountedFromTheBeginningAndDoNotOverlap() {
        SessionReport report = run("SELECT 1; begin; SELECT 2; end; SELECT 3;");

        assertThat(report.startedAt()).isEqualTo(START);
        long last = 0;
        for (ReportedStatement statement : report.allStatements()) {
            assertThat(statement.startMicros()).isGreaterThanOrEqualTo(last);
            last = statement.startMicros() + statement.durationMicros();
        }
        assertThat(report.durationMicros()).isGreaterThan(last);
        ReportedWindow window = report.windows().get(0);
        assertThat(window.statements().get(0).startMicros()).isGreaterThanOrEqualTo(window.startMicros());
    }

    @Test
    void aLeakStandsInItsWindowWithTheStatementThatLeftIt() {
        SessionReport report = run("begin;\nSELECT leak_top();\nend");
        ReportedWindow window = report.windows().get(0);

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(report.findings())
                .allMatch(finding -> report.failing().contains(finding.number()))
                .hasSize(1);
        assertThat(window.findings()).extracting(ReportedFinding::number).containsExactly(1);
        assertThat(window.isClean(Severity.WARNING)).isFalse();
        assertThat(window.isClean(Severity.ERROR)).isTrue();
        assertThat(window.confirmation()).isPresent();
        assertThat(window.diff()).isPresent();
        assertThat(window.statements().get(0).retainedBytes()).isEqualTo(OptionalLong.of(32));
        assertThat(report.places()).containsEntry(1, new Position("test.mcs", 2, 1));
        assertThat(report.findingsOutsideWindows()).isEmpty();
    }

    @Test
    void aFailedExpectationBelongsToTheWindowBeforeIt() {
        SessionReport report = run("""
                begin; SELECT leak_top(); end
                \\expect clean
                SELECT 2;
                \\expect rows = 7
                begin; SELECT fail(); end
                """);

        assertThat(report.failures())
                .extracting(failure -> failure.failure().kind(), ReportedFailure::window)
                .containsExactly(
                        tuple(Failure.Kind.EXPECTATION, OptionalInt.of(1)),
                        tuple(Failure.Kind.EXPECTATION, OptionalInt.empty()),
                        tuple(Failure.Kind.SQL_ERROR, OptionalInt.of(2)));
        assertThat(report.failuresByWindow().get(report.windows().get(0).number()))
                .hasSize(1);
        assertThat(report.failuresOutsideWindows()).hasSize(1);
        assertThat(report.allStatements().get(2).error()).isEqualTo(Optional.of("ERROR 22012: division by zero"));
    }

    @Test
    void namedSessionsHaveWindowsOfTheirOwn() {
        SessionReport report = run("""
                begin a; SELECT 1;
                \\session writer
                begin b; SELECT leak_top();
                \\session default
                SELECT 2; end a
                \\session writer
                SELECT 3; end b
                begin; SELECT fail(); end
                """);

        assertThat(report.windows())
                .extracting(ReportedWindow::title)
                .containsExactly("a", "b of session writer", "window 2 of session writer");
        assertThat(report.windows()).extracting(ReportedWindow::number).containsExactly(1, 2, 3);
        assertThat(report.windows()).extracting(ReportedWindow::outer).containsOnly(OptionalInt.empty());
        assertThat(texts(report.windows().get(0).statements())).containsExactly("SELECT 1", "SELECT 2");
        assertThat(texts(report.windows().get(1).statements())).containsExactly("SELECT leak_top()", "SELECT 3");
        assertThat(report.windows().get(0).findings()).isEmpty();
        assertThat(report.windows().get(1).findings()).hasSize(1);
        assertThat(report.failuresByWindow().get(report.windows().get(2).number()))
                .hasSize(1);
    }

    @Test
    void aCrashIsAFindingOfTheWindowThatItTookAlong() {
        SessionReport report = run("begin outer; begin inner; SELECT crash(); SELECT 2;");

        assertThat(report.verdict()).isEqualTo(Verdict.NO_BACKEND);
        assertThat(report.windows()).extracting(ReportedWindow::end).containsOnly(ReportedWindow.End.LOST);
        assertThat(report.windows().get(1).findings())
                .singleElement()
                .satisfies(found -> assertThat(found.finding().checkType()).isEqualTo(CheckType.CRASH));
        assertThat(texts(report.windows().get(1).statements())).containsExactly("SELECT crash()");
        assertThat(texts(report.statements())).containsExactly("SELECT 2");
    }

    @Test
    void aCrashOutsideAnyWindowStandsOutside() {
        SessionReport report = run("SELECT crash();");

        assertThat(report.findingsOutsideWindows())
                .extracting(ReportedFinding::finding)
                .extracting(Finding::checkType)
                .containsExactly(CheckType.CRASH);
    }

    @Test
    void whereNobodyAsksForAReportFindingsAreKeptAndStatementsAreNot() {
        ReportCollector collector = new ReportCollector(
                "test.mcs", RunOptions.batch(0, Severity.WARNING).withoutStatements(), clock);
        try (SessionRunner runner = runner(collector)) {
            runner.runAll(parse("SELECT 1; begin; SELECT leak_top(); end"));
            SessionReport report = collector.report(runner.outcome(), true);

            assertThat(report.allStatements()).isEmpty();
            assertThat(report.windows().get(0).findings())
                    .extracting(ReportedFinding::number)
                    .contains(1);
        }
    }

    @Test
    void inTheMiddleItIsUnfinishedAndItsWindowIsOpen() {
        ReportCollector collector = new ReportCollector("test.mcs", 1000, KnownFindings.none(), clock);
        try (SessionRunner runner = runner(collector)) {
            runner.runAll(parse("begin; SELECT leak_top();"));
            SessionReport report = collector.report(runner.outcome(), false);

            assertThat(report.verdict()).isEqualTo(Verdict.UNFINISHED);
            assertThat(report.windows().get(0).end()).isEqualTo(ReportedWindow.End.OPEN);
            assertThat(report.windows().get(0).findings())
                    .extracting(ReportedFinding::number)
                    .contains(1);
        }
    }

    @Test
    void aWindowThatIsRepeatedLaterIsReportedOnceWithItsLastVerdict() {
        ReportCollector collector = new ReportCollector("test.mcs", 1000, KnownFindings.none(), clock);
        try (SessionRunner runner = runner(collector)) {
            runner.setConfirmRepeats(0);
            runner.runAll(parse("begin; SELECT leak_top(); end"));
            assertThat(runner.confirm(2)).isEmpty();
            SessionReport report = collector.report(runner.finish(), true);

            assertThat(report.windows()).singleElement().satisfies(window -> {
                assertThat(window.findings().get(0).finding().confirmed()).isTrue();
                assertThat(window.confirmation().orElseThrow().done()).isEqualTo(64);
            });
        }
    }

    @Test
    void theTreesOfOldWindowsAreForgottenFirst() {
        ReportCollector collector = new ReportCollector("test.mcs", 4, KnownFindings.none(), clock);
        try (SessionRunner runner = runner(collector)) {
            runner.runAll(parse("begin; SELECT 1; end; begin; SELECT 2; end; begin; SELECT 3; end"));
            List<ReportedWindow> windows =
                    collector.report(runner.finish(), true).windows();

            assertThat(windows).extracting(window -> window.diff().isPresent()).containsExactly(false, true, true);
        }
    }

    @Test
    void withoutABackendThereIsAReportAllTheSame() {
        ReportCollector collector = new ReportCollector("test.mcs", 1000, KnownFindings.none(), clock);
        try (SessionRunner runner = runner(collector)) {
            SessionReport report = collector.withoutBackend(runner.outcome(), "nobody answers");

            assertThat(report.verdict()).isEqualTo(Verdict.NO_BACKEND);
            assertThat(report.backend()).isEmpty();
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.failure().text()).isEqualTo("no backend: nobody answers"));
        }
    }

    private SessionReport run(String text) {
        ReportCollector collector = new ReportCollector("test.mcs", 1000, KnownFindings.none(), clock);
        try (SessionRunner runner = runner(collector)) {
            runner.runAll(parse(text));
            return collector.report(runner.finish(), true);
        }
    }

    private static SessionRunner runner(ReportCollector collector) {
        return new SessionRunner(
                new FakeServer(),
                collector,
                RunOptions.batch(2, Severity.WARNING),
                command -> CommandResult.refused("no commands here"));
    }

    private static List<Item> parse(String text) {
        return new SessionParser(List.of(), IncludeResolver.files()).parse("test.mcs", text);
    }

    private static List<String> texts(List<ReportedStatement> statements) {
        return statements.stream().map(ReportedStatement::sql).toList();
    }
}
