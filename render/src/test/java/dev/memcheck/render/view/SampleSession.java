package dev.memcheck.render.view;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import dev.memcheck.snapshot.SnapshotFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Three statements of a session: one that fills caches, one that leaks, one that gives back. */
final class SampleSession {
    static final Snapshot CONNECTED = SnapshotDrawing.of(1, """
            TopMemoryContext 90000/102400
              CacheMemoryContext 400000/524288
                CatCache 8000/8192 generation
              ErrorContext 0/8192
              MessageContext 2000/8192 statement
            """).with(process(300000, 3900000));
    static final Snapshot CACHED = SnapshotDrawing.of(2, """
            TopMemoryContext 90000/102400
              CacheMemoryContext 520000/1048576
                CatCache 8000/8192 generation
                relation rules "pg_settings" 15000/16384
                retired plan 4096/8192
              ErrorContext 0/8192
              MessageContext 2000/8192 statement
            """).with(process(301000, 4700000));
    static final Snapshot LEAKED = SnapshotDrawing.of(4, """
            TopMemoryContext 90128/102400
              CacheMemoryContext 520000/1048576
                CatCache 8000/8192 generation
                relation rules "pg_settings" 15000/16384
                retired plan 4096/8192
              ErrorContext 0/8192
              MessageContext 2000/8192 statement
              demo call "SELECT 日本語の長い識別子, leak_context() FROM generate_series(1, 1000) AS g" 1000/1024 ~ 40
            """).with(process(340000, 14000000));
    static final Snapshot PEAK = SnapshotDrawing.of(3, """
            TopMemoryContext 90000/102400
              CacheMemoryContext 520000/1048576
                CatCache 8000/8192 generation
                relation rules "pg_settings" 15000/16384
                retired plan 4096/8192
              ErrorContext 0/8192
              MessageContext 2000/8192 statement
              PortalContext 1000/1024 statement
                ExecutorState 9000000/9437184
            """);
    static final Snapshot GIVEN_BACK = SnapshotDrawing.of(5, """
            TopMemoryContext 90128/102400
              CacheMemoryContext 510000/1048576
                CatCache 8000/8192 generation
                relation rules "pg_settings" 14000/16384
              ErrorContext 0/8192
              MessageContext 2000/8192 statement
              demo call "SELECT 日本語の長い識別子, leak_context() FROM generate_series(1, 1000) AS g" 1000/1024 ~ 40
            """).with(process(340000, 14000000));
    static final Finding LEAK = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "demo call")
            .on(SnapshotDrawing.node(LEAKED, "demo call").key())
            .bytes(40_000)
            .count(40)
            .bytesPerCall(1000)
            .detail("context \"demo call\" below \"TopMemoryContext\" was left behind")
            .site(new Site(
                    Optional.of("buggy_ext"),
                    Optional.of("leak_context"),
                    Optional.of("/home/me/buggy_ext/buggy_ext.c"),
                    OptionalInt.of(87),
                    List.of(
                            "AllocSetContextCreateInternal (postgres)",
                            "leak_context (buggy_ext) at /home/me/buggy_ext/buggy_ext.c:87",
                            "ExecInterpExpr (postgres)",
                            "standard_ExecutorRun (postgres)")))
            .finding();
    static final Finding WRONG = FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
            .unconfirmed()
            .finding();

    private SampleSession() {}

    private static SnapshotFacts process(long malloc, long rssAnon) {
        return SnapshotFacts.unknown().withProcess(OptionalLong.of(malloc), OptionalLong.of(rssAnon));
    }

    static HandHost host() {
        HandHost host = new HandHost();
        host.timeline = new Timeline(Optional.of(CONNECTED), List.of(), 0);
        host.add(moment(2, "SELECT count(*) FROM pg_settings", CONNECTED, CACHED, List.of()));
        List<NumberedFinding> found = List.of(
                new NumberedFinding(1, LEAK, SessionName.DEFAULT), new NumberedFinding(2, WRONG, SessionName.DEFAULT));
        Moment leak = moment(3, "SELECT leak_context()\n  FROM generate_series(1, 40)", CACHED, LEAKED, found);
        host.add(new Moment(
                leak.statement(),
                leak.sql(),
                61_200,
                false,
                leak.diff(),
                Optional.of(PEAK),
                leak.windowStart(),
                leak.findings()));
        host.add(moment(5, "DISCARD PLANS", LEAKED, GIVEN_BACK, List.of()));
        host.findings = found;
        return host;
    }

    static Moment moment(int statement, String sql, Snapshot before, Snapshot after, List<NumberedFinding> findings) {
        return new Moment(
                statement,
                sql,
                1_234,
                false,
                SnapshotDiff.between(before, after),
                Optional.empty(),
                Optional.of(CONNECTED),
                findings);
    }
}
