package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.capture.RunComparison;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Thousands of findings are reported and compared without a search for each. */
class ManyFindingsReportTest {
    private static final int MANY = 30_000;

    /** For each step, of processor time: ten times what it takes. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What the formats look up, and no more: to write all of them takes a while, however they do it. */
    @Test
    void byWhatReportsAndComparisonsLookUp() throws Throwable {
        RunReport run = run();
        SessionReport session = run.sessions().get(0);

        soon("comparison", () -> assertThat(RunComparison.between(run, run)).isEmpty());
        soon("lookups", () -> {
            assertThat(session.findingsOutsideWindows()).isEmpty();
            assertThat(session.retained()).hasSize(MANY);
            assertThat(session.places()).hasSize(MANY);
            assertThat(session.failing()).hasSize(MANY);
        });
        soon("tree", () -> assertThat(tree(session).size()).isGreaterThan(MANY));
    }

    /** A window in which one statement left them all, each in a context of its own, and each a failure. */
    private static RunReport run() {
        String tree = "TopMemoryContext 1000/1000\n"
                + numbers().mapToObj(i -> "  cache " + i + " 32/1024\n").collect(Collectors.joining());
        List<ReportedFinding> findings = numbers()
                .mapToObj(i -> new ReportedFinding(
                        i,
                        FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "cache " + i)
                                .finding(),
                        Optional.empty()))
                .toList();
        List<ReportedFailure> failures = numbers()
                .mapToObj(i -> new ReportedFailure(
                        new Failure(Failure.Kind.FINDING, Optional.empty(), "finding " + i, OptionalInt.of(i)),
                        OptionalInt.empty()))
                .toList();
        ReportedStatement statement = new ReportedStatement(
                1,
                Optional.of(new Position("many.mcs", 1, 1)),
                "SELECT leak()",
                10,
                100,
                Optional.empty(),
                OptionalLong.of(1),
                OptionalLong.empty(),
                numbers().boxed().toList());
        ReportedWindow window = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "window 1",
                OptionalInt.empty(),
                ReportedWindow.End.CLOSED,
                0,
                1000,
                List.of(statement),
                findings,
                Optional.of(SnapshotDiff.between(
                        SnapshotDrawing.of(1, "TopMemoryContext 1000/1000\n"), SnapshotDrawing.of(2, tree))),
                Optional.empty(),
                List.of(),
                Optional.empty());
        SessionReport session = new SessionReport(
                "many.mcs",
                Verdict.FAILED,
                Instant.EPOCH,
                2000,
                Optional.of(new BackendFacts(4711, "15.20", 150020, Optional.of("1.1"), "a test")),
                List.of(),
                List.of(window),
                findings,
                0,
                failures);
        return new RunReport("1.1", Instant.EPOCH, Path.of("/src"), Severity.WARNING, List.of(session));
    }

    private static TreeRows tree(SessionReport session) {
        SnapshotDiff diff = session.windows().get(0).diff().orElseThrow();
        List<Finding> findings =
                session.findings().stream().map(ReportedFinding::finding).toList();
        return TreeRows.of(TreeSubject.of(diff, findings), TreeOptions.defaults(), new FoldState());
    }

    private static IntStream numbers() {
        return IntStream.rangeClosed(1, MANY);
    }

    private static void soon(String what, Executable step) throws Throwable {
        long begun = THREADS.getCurrentThreadCpuTime();
        step.execute();
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begun);
        assertThat(took).as(what).isLessThan(LONGEST);
    }
}
