package dev.memcheck.render.report;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Findings of the report that is used as a sample, with their stacks. */
final class LeakSamples {
    private LeakSamples() {}

    static FindingSample wrongContext() {
        return FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                .bytes(96)
                .occurrences(3)
                .on(SnapshotDrawing.node(RunReportSample.AFTER, "TopMemoryContext")
                        .key())
                .bytesPerCall(96)
                .site(site(
                        "leak_top",
                        18,
                        "AllocSetAlloc (postgres) at aset.c:1001",
                        "tracer_alloc (pg_ext_memcheck) at tracer.c:12",
                        "palloc (postgres) at mcxt.c:1199",
                        "leak_top (buggy_ext) at /src/my_ext/buggy_ext.c:18",
                        "ExecInterpExpr (postgres) at execExprInterp.c:758",
                        "PostgresMain (postgres)"));
    }

    static FindingSample leakedContext() {
        return FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "buggy_ext work")
                .bytes(8192)
                .site(site(
                        "leak_context",
                        32,
                        "AllocSetContextCreateInternal (postgres) at aset.c:500",
                        "make_context (buggy_ext) at /src/my_ext/src/context util.c:7",
                        "leak_context (buggy_ext) at /src/my_ext/buggy_ext.c:32",
                        "ExecInterpExpr (postgres) at execExprInterp.c:758",
                        "PostgresMain (postgres)"));
    }

    static Site site(String symbol, int line, String... stack) {
        return new Site(
                Optional.of("buggy_ext"),
                Optional.of(symbol),
                Optional.of("/src/my_ext/buggy_ext.c"),
                OptionalInt.of(line),
                Arrays.asList(stack));
    }
}
