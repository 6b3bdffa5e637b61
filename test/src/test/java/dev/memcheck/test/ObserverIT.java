package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.Traced;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend looked at from a second connection, on a real server. */
class ObserverIT {
    /** Holds more and more as it goes on, for longer than any test waits. */
    private static final String GROWING = "SELECT count(*), pg_sleep(0) FROM (SELECT array_agg(g || 'some text'), 1"
            + " FROM generate_series(1, 100000000) g GROUP BY g % 7) s";

    private static PrivateCluster cluster;

    @TempDir
    private Path directory;

    private final List<TraceLook> looks = new CopyOnWriteArrayList<>();
    private Backend backend;
    private Observer observer;

    @BeforeAll
    static void startCluster() {
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        backend = cluster.connect();
        observer = cluster.observer();
    }

    @AfterEach
    void disconnect() {
        observer.close();
        backend.close();
    }

    @Test
    void whoLooksBeforeAnyBackendWasConnectedSeesTheirMemory() {
        try (PrivateCluster fresh = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
                Observer early = fresh.observer()) {
            assertThat(early.backends())
                    .isNotEmpty()
                    .allSatisfy(listing -> assertThat(listing.contextBytes()).isPresent());
        }
    }

    @Test
    void anIdleBackendAnswers() {
        Snapshot own = backend.snapshot().orElseThrow();

        Observation.Seen seen = seen();

        assertThat(seen.snapshot().backendPid()).isEqualTo(backend.facts().pid());
        // A snapshot of one's own is taken in a transaction, which holds a little memory: sizes differ, identity does
        // not.
        assertThat(seen.snapshot().root().key()).isEqualTo(own.root().key());
        assertThat(seen.activity().orElseThrow()).startsWith("idle");
    }

    @Test
    void aTraceTellsWhoGrowsAndIsQuietOfWhoDoesNot() throws Exception {
        backend.execute("CREATE EXTENSION IF NOT EXISTS buggy_ext");
        int pid = backend.facts().pid();
        Traced traced = tracedWhile("SELECT leak_context()");
        assertThat(traced.refusal()).isEmpty();
        assertThat(traced.findings()).anySatisfy(finding -> {
            assertThat(finding.confirmed()).isTrue();
            assertThat(finding.site().library()).contains("buggy_ext");
            assertThat(finding.statement()).contains("leak_context");
        });
        assertThat(looks)
                .hasSizeGreaterThan(1)
                .anySatisfy(look -> assertThat(look.places())
                        .anySatisfy(place -> assertThat(place.owner()).contains("buggy_ext")));
        assertThat(tracedWhile("SELECT palloc_freed()").findings()).isEmpty();
        assertThat(observer.trace(pid, Duration.ofMinutes(10), OptionalInt.empty(), looks::add, () -> true)
                        .refusal())
                .contains("the trace was cancelled");
        assertThat(observer.trace(1, Duration.ofSeconds(1), OptionalInt.empty(), looks::add, () -> false)
                        .refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("this server has no process 1"));
    }

    @Test
    void aSampledHeapTellsWhoHoldsWhatAndWhatToDoWithoutOne() throws Exception {
        backend.execute("CREATE EXTENSION IF NOT EXISTS buggy_ext");
        backend.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'secret'");
        String pid = String.valueOf(backend.facts().pid());
        String server = "postgresql://boss:secret@127.0.0.1:" + shown("port") + "/postgres";
        assertThat(MemcheckJar.run("", directory, "heap", pid, "-d", server))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(3))
                .satisfies(run ->
                        assertThat(run.err()).contains("does not sample its memory (Set pg_ext_memcheck.sample"));

        backend.execute("SET pg_ext_memcheck.sample_bytes = '1kB'");
        backend.execute("SELECT leak_context() FROM generate_series(1, 100)");
        Path folded = directory.resolve("folded");
        Path pprof = directory.resolve("pprof");
        MemcheckJar.Run run = MemcheckJar.run(
                "", directory, "heap", pid, "-d", server, "--json", "--folded=" + folded, "--pprof=" + pprof);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("memcheck-heap/1", "\"function\": \"leak_context\"", "buggy_ext.c");
        assertThat(folded).content().containsPattern("leak_context \\(buggy_ext\\)(;.*)? [0-9]+\n");
        assertThat(pprof).isNotEmptyFile();
    }

    private String shown(String setting) {
        StatementResult.Rows rows = (StatementResult.Rows) backend.execute("SHOW " + setting);
        return rows.rows().get(0).get(0).orElseThrow();
    }

    @Test
    void aTraceThatSamplesTellsEstimates() throws Exception {
        backend.execute("CREATE EXTENSION IF NOT EXISTS buggy_ext");

        Traced traced = tracedWhile("SELECT leak_context()", OptionalInt.of(1024));

        assertThat(traced.refusal()).isEmpty();
        assertThat(traced.findings()).anySatisfy(finding -> {
            assertThat(finding.site().library()).contains("buggy_ext");
            // the more it leaks meanwhile, the rarer it is sampled
            assertThat(finding.detail())
                    .contains("give or take")
                    .containsPattern("estimated from one chunk in \\d+ bytes");
        });
        assertThat(looks)
                .anySatisfy(look -> assertThat(look.places())
                        .anySatisfy(place -> assertThat(place.error()).isPresent()));
    }

    private Traced tracedWhile(String sql) throws Exception {
        return tracedWhile(sql, OptionalInt.empty());
    }

    private Traced tracedWhile(String sql, OptionalInt every) throws Exception {
        int pid = backend.facts().pid();
        CompletableFuture<Traced> tracing = CompletableFuture.supplyAsync(
                () -> observer.trace(pid, Duration.ofSeconds(1), every, looks::add, () -> false));
        while (!tracing.isDone()) {
            backend.execute(sql);
        }
        return tracing.get(1, TimeUnit.MINUTES);
    }

    @Test
    void aSleepingBackendAnswersAndIsNotWoken() throws Exception {
        CompletableFuture<StatementResult> running =
                CompletableFuture.supplyAsync(() -> backend.execute("SELECT pg_sleep(600)"));

        Observation.Seen seen = awaitContext("ExecutorState");

        assertThat(seen.activity().orElseThrow()).isEqualTo("active: SELECT pg_sleep(600)");
        assertThat(running).isNotDone();
        backend.cancel();
        assertThat(running.get(2, TimeUnit.MINUTES)).isInstanceOf(StatementResult.Failed.class);
    }

    @Test
    void aRunningStatementIsSeenGrowing() throws Exception {
        CompletableFuture<StatementResult> running = CompletableFuture.supplyAsync(() -> backend.execute(GROWING));

        long first = awaitContext("ExecutorState").snapshot().totalBytes();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        long latest = first;
        while (latest < first + 4_000_000 && System.nanoTime() < deadline) {
            latest = seen().snapshot().totalBytes();
        }

        assertThat(latest).isGreaterThanOrEqualTo(first + 4_000_000);
        backend.cancel();
        assertThat(running.get(2, TimeUnit.MINUTES)).isInstanceOf(StatementResult.Failed.class);
    }

    @Test
    void beingObservedChangesNoFinding() throws Exception {
        backend.beginWindow(WindowOptions.none());
        CompletableFuture<StatementResult> running =
                CompletableFuture.supplyAsync(() -> backend.execute("SELECT pg_sleep(0.5)"));
        int looks = 0;
        while (!running.isDone()) {
            observer.observe(backend.facts().pid());
            looks++;
        }

        assertThat(running.get()).isInstanceOf(StatementResult.Rows.class);
        assertThat(looks).isGreaterThan(1);
        assertThat(backend.judge()).isEmpty();
        assertThat(backend.endWindow().findings()).isEmpty();
    }

    @Test
    void aBackendThatHasGoneIsUnseen() {
        int pid = backend.facts().pid();
        backend.close();

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        Observation observation = observer.observe(pid);
        while (observation instanceof Observation.Seen && System.nanoTime() < deadline) {
            observation = observer.observe(pid);
        }

        assertThat(observation).isInstanceOf(Observation.Unseen.class);
        assertThat(((Observation.Unseen) observation).why()).contains("process " + pid);
    }

    @Test
    void anObserverThatWasCutOffConnectsAnew() {
        int observing = observer.backends().stream()
                .filter(listing -> listing.query().orElse("").contains("ext_memcheck.backends"))
                .findFirst()
                .orElseThrow()
                .pid();
        backend.execute("SELECT pg_terminate_backend(" + observing + ", 30000)");

        assertThat(observer.observe(backend.facts().pid())).isInstanceOf(Observation.Unseen.class);
        assertThat(observer.observe(backend.facts().pid())).isInstanceOf(Observation.Seen.class);
    }

    @Test
    void withoutTheExtensionItSaysSo() {
        backend.execute("DROP EXTENSION pg_ext_memcheck");
        try {
            Observation observation = observer.observe(backend.facts().pid());

            String traced = observer.trace(
                            backend.facts().pid(), Duration.ofSeconds(1), OptionalInt.empty(), looks::add, () -> false)
                    .refusal()
                    .orElseThrow();
            String heap =
                    SampledHeap.of(observer, backend.facts().pid()).refusal().orElseThrow();
            assertThat(List.of(((Observation.Unseen) observation).why(), traced, heap))
                    .allSatisfy(why -> assertThat(why)
                            .contains("does not have pg_ext_memcheck", "run CREATE EXTENSION", "without a restart")
                            .doesNotContain("shared_preload_libraries"));
            assertThat(observer.backends())
                    .isNotEmpty()
                    .allSatisfy(listing -> assertThat(listing.contexts()).isEmpty());
        } finally {
            backend.execute("CREATE EXTENSION pg_ext_memcheck");
        }
        assertThat(observer.observe(backend.facts().pid())).isInstanceOf(Observation.Seen.class);
    }

    @Test
    void allProcessesAreListedWithTheirMemory() {
        List<BackendListing> listings = observer.backends();

        assertThat(listings)
                .extracting(BackendListing::type)
                .contains("client backend", "checkpointer", "background writer", "logical replication launcher");
        assertThat(listings).allSatisfy(listing -> {
            assertThat(listing.contextBytes().orElseThrow()).isPositive();
            assertThat(listing.contexts().orElseThrow()).isPositive();
            assertThat(listing.residentBytes().orElseThrow()).isPositive();
        });
        assertThat(listings)
                .anySatisfy(listing ->
                        assertThat(listing.pid()).isEqualTo(backend.facts().pid()));
    }

    @Test
    void thePeakOfAStatementIsKept() {
        backend.beginWindow(WindowOptions.none());
        backend.execute("SELECT count(*) FROM (SELECT g FROM generate_series(1, 30000) g ORDER BY g DESC OFFSET 0) s");
        Snapshot after = backend.snapshot().orElseThrow();

        assertThat(after.facts().peakKept()).isTrue();
        assertThat(after.facts().peakBytes()).isGreaterThan(after.totalBytes() + 1_000_000);
        Snapshot peak = backend.peak().orElseThrow();
        assertThat(peak.totalBytes()).isGreaterThan(after.totalBytes() + 1_000_000);
        assertThat(peak.nodes()).anySatisfy(node -> assertThat(node.name()).isEqualTo("TupleSort main"));

        backend.execute("SELECT 1");
        backend.snapshot();
        backend.execute("SELECT 1");
        Snapshot quiet = backend.snapshot().orElseThrow();
        assertThat(quiet.facts().peakKept()).isFalse();
        assertThat(quiet.facts().peakBytes()).isPositive();
        assertThat(quiet.facts().mayHaveFindings()).isFalse();
        assertThat(backend.peak()).isEmpty();
        backend.endWindow();
    }

    private Observation.Seen seen() {
        Observation observation = observer.observe(backend.facts().pid());
        assertThat(observation).isInstanceOf(Observation.Seen.class);
        return (Observation.Seen) observation;
    }

    /** Looks until the backend has a context of this name. */
    private Observation.Seen awaitContext(String name) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        Observation.Seen seen = seen();
        while (seen.snapshot().nodes().stream().noneMatch(node -> node.name().equals(name))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            seen = seen();
        }
        return seen;
    }
}
