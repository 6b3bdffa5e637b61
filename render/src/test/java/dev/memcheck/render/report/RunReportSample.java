package dev.memcheck.render.report;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.MemoryTotals;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One run with everything a report can hold: a session that fails by its findings, one that fails by an expectation and an
 * error, a clean one with a suppressed finding, and one that loses its backend; and texts that try to break out of every
 * format.
 */
final class RunReportSample {
    /** What a server could send. */
    static final String HOSTILE =
            "</script><img src=x onerror=alert(1)>|`*_[x](y)]]>&amp;'\"\u001b[31m\u202e\u00e9\ud83d\ude00";

    private static final Instant START = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final BackendFacts BACKEND = new BackendFacts(4711, "15.20", 150020, Optional.of("1.0"), "a test");

    private static final Snapshot BEFORE = SnapshotDrawing.of(1, """
            TopMemoryContext 80000/96000
              CacheMemoryContext 600000/1048576
                index info "pg_class_oid_index" 2000/2048 ~ 4
              MessageContext 4000/8192 statement
              Timezones 100000/104120
              smgr relation table 10000/16384
            """);
    static final Snapshot AFTER = SnapshotDrawing.of(2, """
            TopMemoryContext 80288/96000
              buggy_ext work "<b>SELECT & 'x'</b>" 4376/8192
              buggy_ext cache 20480/28672
              CacheMemoryContext 603840/1048576
                index info "pg_class_oid_index" 2000/2048 ~ 4
              MessageContext 4000/8192 statement
              Timezones 100000/104120
              smgr relation table 10000/16384
            """);

    private static final WindowLimits LIMITS =
            new WindowLimits("buggy\\_ext%", true, List.of("it's <cache>"), 8192, 2, 1, 0, 1, 0, 0);
    private static final WindowLimits NOWHERE = new WindowLimits("<none>", false, List.of(), 8192, 0, 0, 1, 0, 0, 0);

    private RunReportSample() {}

    static RunReport run() {
        return new RunReport(
                "1.0",
                START,
                Path.of("/src/my_ext"),
                Severity.WARNING,
                List.of(leaks(), expectations(), clean(), crash(), freed()));
    }

    /** Fails by what it found, in a window and in one inside it. */
    private static SessionReport leaks() {
        ReportedFinding wrong = finding(1, LeakSamples.wrongContext().bytes(288).count(3));
        ReportedFinding leak = finding(2, LeakSamples.leakedContext());
        ReportedFinding cache = finding(
                3,
                FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "buggy_ext cache")
                        .unconfirmed()
                        .bytes(28672)
                        .site(LeakSamples.site(
                                "cache_once", 65, "cache_once (buggy_ext) at /src/my_ext/buggy_ext.c:65")));
        ReportedWindow outer = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "leaks",
                OptionalInt.empty(),
                ReportedWindow.End.CLOSED,
                6_000,
                40_500,
                List.of(
                        statement(2, "tests/leaks.mcs", 3, "SELECT leak_top()", 7_000, 1_250, 96, 1),
                        statement(4, "tests/leaks.mcs", 7, "SELECT leak_context()", 20_000, 3_000, 4376, 2, 3)),
                List.of(leak, wrong, cache),
                Optional.of(SnapshotDiff.between(BEFORE, AFTER)),
                Optional.of(new Confirmation(2, 2, Optional.empty())),
                List.of(
                        "the verdict may be incomplete: memory ran out",
                        LIMITS.sentences().get(0)),
                Optional.of(LIMITS));
        ReportedWindow inner = new ReportedWindow(
                2,
                SessionName.DEFAULT,
                "window 2",
                OptionalInt.of(1),
                ReportedWindow.End.CLOSED,
                9_000,
                5_000,
                List.of(statement(3, "tests/leaks.mcs", 5, "SELECT leak_top()", 9_500, 1_000, 96, 1)),
                List.of(finding(1, LeakSamples.wrongContext())),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return session(
                "tests/leaks.mcs",
                Verdict.FAILED,
                61_234,
                List.of(statement(
                        1, "tests/leaks.mcs", 1, "CREATE EXTENSION buggy_ext", 500, 5_000, OptionalLong.empty())),
                List.of(outer, inner),
                List.of(wrong, leak, cache),
                0,
                unexpected(1, OptionalInt.empty(), "finding 1: wrong_ctx_alloc"),
                unexpected(2, OptionalInt.empty(), "finding 2: context_leak"));
    }

    /** Fails by an expectation about its window, and by an error outside. */
    private static SessionReport expectations() {
        ReportedFinding leak = finding(
                1,
                LeakSamples.leakedContext()
                        .ident(HOSTILE)
                        .detail(HOSTILE)
                        .bytes(2 * 1024 * 1024)
                        .severity(Severity.ERROR));
        ReportedStatement failing = new ReportedStatement(
                2,
                Optional.of(new Position("tests/expect.mcs", 6, 1)),
                "SELECT '" + HOSTILE + "'",
                30_000,
                400,
                Optional.of("ERROR 22012: division by zero" + HOSTILE),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of());
        ReportedWindow window = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "a <b> & \"c\"",
                OptionalInt.empty(),
                ReportedWindow.End.CLOSED,
                100,
                20_000,
                List.of(statement(1, "tests/expect.mcs", 2, "SELECT leak_context()", 200, 9_000, 2_097_152, 1)),
                List.of(leak),
                Optional.of(SnapshotDiff.between(BEFORE, AFTER)),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return session(
                "tests/expect.mcs",
                Verdict.FAILED,
                31_000,
                List.of(failing),
                List.of(window),
                List.of(leak),
                1,
                failure(
                        Failure.Kind.EXPECTATION,
                        OptionalInt.of(1),
                        Optional.of(new Position("tests/expect.mcs", 4, 1)),
                        "expected clean, found in window 1: ERROR context_leak"),
                failure(
                        Failure.Kind.SQL_ERROR,
                        OptionalInt.empty(),
                        Optional.of(new Position("tests/expect.mcs", 6, 1)),
                        "ERROR 22012: division by zero" + HOSTILE));
    }

    /** Passes, because what it found is known. */
    private static SessionReport clean() {
        ReportedFinding known = new ReportedFinding(
                1,
                LeakSamples.leakedContext().finding(),
                Optional.of("kept for the backend's life, see <the docs> (2026-01-02)"));
        ReportedFinding other = new ReportedFinding(
                2,
                LeakSamples.leakedContext()
                        .site(LeakSamples.site(
                                "keep_context", 44, "keep_context (buggy_ext) at /src/my_ext/buggy_ext.c:44"))
                        .finding(),
                Optional.of("kept, too"));
        ReportedWindow window = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "window 1",
                OptionalInt.empty(),
                ReportedWindow.End.CLOSED,
                0,
                2_000,
                List.of(statement(1, "tests/clean.mcs", 2, "SELECT leak_context()", 100, 1_500, 4376, 1)),
                List.of(known, other),
                Optional.of(SnapshotDiff.between(BEFORE, AFTER)),
                Optional.empty(),
                NOWHERE.sentences(),
                Optional.of(NOWHERE));
        return session("tests/clean.mcs", Verdict.PASSED, 2_100, List.of(), List.of(window), List.of(known, other), 1);
    }

    /** Loses its backend in a window. */
    private static SessionReport crash() {
        String how = "server process was terminated by signal 11: Segmentation fault";
        ReportedFinding crash = finding(
                1,
                FindingSample.of(CheckType.CRASH)
                        .severity(Severity.ERROR)
                        .bytes(0)
                        .site(Site.unknown())
                        .detail(how));
        ReportedStatement last = new ReportedStatement(
                1,
                Optional.empty(),
                "SELECT crash()",
                1_000,
                250_000,
                Optional.of(how),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of());
        ReportedWindow window = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "fatal",
                OptionalInt.empty(),
                ReportedWindow.End.LOST,
                900,
                251_000,
                List.of(last),
                List.of(crash),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return session(
                "tests/crash.mcs",
                Verdict.NO_BACKEND,
                252_000,
                List.of(),
                List.of(window),
                List.of(crash),
                0,
                failure(
                        Failure.Kind.BACKEND_LOST,
                        OptionalInt.empty(),
                        Optional.of(new Position("tests/crash.mcs", 3, 1)),
                        how));
    }

    /** Uses memory that another function has given back. */
    private static SessionReport freed() {
        ReportedFinding used = finding(
                1,
                FindingSample.of(CheckType.USE_AFTER_RESET)
                        .severity(Severity.ERROR)
                        .bytes(0)
                        .occurrences(1)
                        .detail("the result differs; it uses memory that was given back in forget (buggy_ext)")
                        .site(LeakSamples.site(
                                "answer",
                                81,
                                "answer (buggy_ext) at /src/my_ext/buggy_ext.c:81",
                                "ExecInterpExpr (postgres) at execExprInterp.c:758"))
                        .freedAt(
                                "pfree (postgres) at mcxt.c:1311",
                                "forget (buggy_ext) at /src/my_ext/buggy_ext.c:74",
                                "remember (buggy_ext) at /src/my_ext/buggy_ext.c:90",
                                "PostgresMain (postgres)"));
        ReportedWindow window = new ReportedWindow(
                1,
                SessionName.DEFAULT,
                "use_after_reset",
                OptionalInt.empty(),
                ReportedWindow.End.CLOSED,
                100,
                2_000,
                List.of(statement(1, "tests/freed.mcs", 2, "SELECT answer()", 200, 1_500, 0, 1)),
                List.of(used),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return session(
                "tests/freed.mcs",
                Verdict.FAILED,
                2_200,
                List.of(),
                List.of(window),
                List.of(used),
                0,
                unexpected(1, OptionalInt.of(1), "finding 1: use_after_reset"));
    }

    private static ReportedFinding finding(int number, FindingSample sample) {
        Finding finding = sample.finding();
        return new ReportedFinding(number, finding, Optional.empty());
    }

    private static ReportedStatement statement(
            int number,
            String file,
            int line,
            String sql,
            long start,
            long duration,
            long retained,
            Integer... findings) {
        return statement(number, file, line, sql, start, duration, OptionalLong.of(retained), findings);
    }

    private static ReportedStatement statement(
            int number,
            String file,
            int line,
            String sql,
            long start,
            long duration,
            OptionalLong retained,
            Integer... findings) {
        return new ReportedStatement(
                number,
                Optional.of(new Position(file, line, 1)),
                sql,
                start,
                duration,
                Optional.empty(),
                retained,
                retained.isPresent() ? OptionalLong.of(1_000_000) : OptionalLong.empty(),
                List.of(findings),
                retained.isPresent()
                        ? Optional.of(new MemoryTotals(
                                1_500_000 + 40_000L * number,
                                OptionalLong.of(300_000 + number),
                                OptionalLong.of(5_000_000 + 50_000L * number)))
                        : Optional.empty());
    }

    private static ReportedFailure unexpected(int finding, OptionalInt window, String text) {
        return new ReportedFailure(
                new Failure(Failure.Kind.FINDING, Optional.empty(), text, OptionalInt.of(finding)), window);
    }

    private static ReportedFailure failure(
            Failure.Kind kind, OptionalInt window, Optional<Position> position, String text) {
        return new ReportedFailure(new Failure(kind, position, text), window);
    }

    private static SessionReport session(
            String file,
            Verdict verdict,
            long micros,
            List<ReportedStatement> statements,
            List<ReportedWindow> windows,
            List<ReportedFinding> findings,
            int held,
            ReportedFailure... failures) {
        return new SessionReport(
                file,
                verdict,
                START,
                micros,
                Optional.of(BACKEND),
                statements,
                windows,
                findings,
                held,
                List.of(failures));
    }
}
