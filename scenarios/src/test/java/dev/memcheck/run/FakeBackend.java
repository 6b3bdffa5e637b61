package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.scenario.ScenarioWorker;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import dev.memcheck.snapshot.SnapshotFacts;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * A backend in memory that judges as the extension does: a site seen again is confirmed. It knows these statements:
 * {@code leak_top()} leaks 32 bytes, {@code swell()} 128 that are followed from its second call on, {@code lose_in_library()} 16 bytes that are certain in its tenth call only, {@code cache_once()} allocates 64 bytes in its first call,
 * {@code big_sort()} holds 300,000 bytes for a moment, {@code fail()} fails, {@code crash()} and {@code terminate()}
 * end it, {@code DELETE} needs that {@code default_transaction_read_only} is off, {@code sleep()} lasts until it is cancelled, {@code deaf()} until it is cut off, {@code stale()} gives 7 and under a probe 8, {@code chance()} another number each time, {@code CREATE TABLE name} works once, and SQL's transaction control. Any
 * other SELECT gives one row, its own text.
 */
public final class FakeBackend implements Backend {
    /** Every statement that was run, {@code begin} and {@code end} of windows included. */
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private long notFollowed;
    private final Semaphore cancels = new Semaphore(0);
    private final Semaphore cut = new Semaphore(0);

    /** What does not fit in it. */
    Optional<VersionSkew> skew = Optional.empty();

    /** How often somebody looked at the tree. */
    int looks;

    /** Runs after each look, with its number. */
    IntConsumer whenLookedAt = look -> {};

    /** So many cancels come before what they are for. */
    volatile int earlyCancels;

    /** How often it was asked for a judgement on its own. */
    int judged;

    private final int pid;
    private final List<String> tables;
    private final Map<String, Integer> sightings = new HashMap<>();
    private final Deque<List<Finding>> windows = new ArrayDeque<>();
    private final List<Finding> unjudged = new ArrayList<>();
    private TransactionState transaction = TransactionState.IDLE;
    private Optional<String> lastWords = Optional.empty();
    private long used = 1000;
    private long sequence;
    private long peakBytes;
    private boolean readOnly;
    private boolean probed;

    FakeBackend(int pid, List<String> tables) {
        this.pid = pid;
        this.tables = tables;
    }

    Optional<String> lastWords() {
        return lastWords;
    }

    @Override
    public BackendFacts facts() {
        return new BackendFacts(pid, "15.20", 150020, Optional.of("1.0"), "a fake");
    }

    @Override
    public Optional<VersionSkew> skew() {
        return skew;
    }

    @Override
    public TransactionState transactionState() {
        return transaction;
    }

    @Override
    public StatementResult execute(String sql) {
        alive();
        heard.add(sql);
        peakBytes = sql.contains("big_sort()") ? 300_000 : 0;
        if (transaction == TransactionState.FAILED && !sql.equals("ROLLBACK")) {
            return failed("25P02", "current transaction is aborted");
        }
        if (sql.contains("deaf()")) {
            await(cut);
            die("killed");
        }
        if (sql.contains("sleep()")) {
            return sleep();
        }
        if (sql.startsWith("SET default_transaction_read_only")) {
            readOnly = sql.endsWith("on");
        } else if (sql.startsWith("DELETE") && readOnly && transaction == TransactionState.IDLE) {
            return failed("25006", "cannot execute DELETE in a read-only transaction");
        }
        if (sql.contains("lose_in_library()")) {
            allocate("lose_in_library", 16);
        }
        if (sql.contains("cache_thrice()") && sightings.merge("calls of cache_thrice", 1, Integer::sum) <= 3) {
            allocate("cache_thrice", 32);
        }
        if (sql.contains("leak_top()")) {
            allocate("leak_top", 32);
        }
        if (sql.contains("swell()")) {
            if (sightings.putIfAbsent("swell ran", 1) == null) {
                notFollowed = 1;
            } else {
                allocate("swell", 128);
            }
        }
        if (sql.contains("cache_once()") && sightings.putIfAbsent("cache_once filled", 1) == null) {
            allocate("cache_once", 64);
        } else if (sql.contains("fail()")) {
            return failed("22012", "division by zero");
        } else if (sql.contains("crash()")) {
            die("server process (PID " + pid + ") was terminated by signal 11: Segmentation fault");
        } else if (sql.contains("terminate()")) {
            die(
                    "terminating connection due to administrator command",
                    Optional.of(error("57P01", "terminating connection due to administrator command")));
        } else if (sql.startsWith("CREATE TABLE ")) {
            if (tables.contains(sql)) {
                return failed("42P07", "relation already exists");
            }
            tables.add(sql);
        } else if (sql.equals("BEGIN TRANSACTION")) {
            transaction = TransactionState.OPEN;
        } else if (sql.equals("COMMIT") || sql.equals("ROLLBACK")) {
            transaction = TransactionState.IDLE;
        }
        if (sql.contains("stale()")) {
            return echo(probed && !windows.isEmpty() ? "8" : "7");
        }
        if (sql.contains("pg_depend") && sql.contains("'{stale}'")) {
            return echo("stale() of fake");
        }
        if (sql.contains("chance()")) {
            return echo(Integer.toString(heard.size()));
        }
        return sql.startsWith("SELECT") ? echo(sql) : done(sql);
    }

    @Override
    public StatementResult describe(String sql) {
        alive();
        heard.add("describe " + sql);
        return new StatementResult.Rows(
                List.of(
                        new StatementResult.Column("name", "text", false),
                        new StatementResult.Column("type", "oid", true),
                        new StatementResult.Column("modifier", "int4", true)),
                List.of(List.of(Optional.of("n"), Optional.of("23"), Optional.of("-1"))),
                "SELECT 1",
                0,
                List.of());
    }

    @Override
    public Optional<Snapshot> snapshot() {
        alive();
        if (transaction == TransactionState.FAILED) {
            return Optional.empty();
        }
        looks++;
        whenLookedAt.accept(looks);
        return Optional.of(SnapshotDrawing.of(pid, ++sequence, "TopMemoryContext " + used + "/100000")
                .with(seenBeside()));
    }

    @Override
    public Optional<SnapshotFacts> glance() {
        alive();
        return transaction == TransactionState.FAILED ? Optional.empty() : Optional.of(seenBeside());
    }

    private SnapshotFacts seenBeside() {
        return new SnapshotFacts(peakBytes, peakBytes > 0, !unjudged.isEmpty(), Optional.empty());
    }

    @Override
    public Optional<Snapshot> peak() {
        alive();
        if (peakBytes == 0) {
            return Optional.empty();
        }
        return Optional.of(SnapshotDrawing.of(pid, ++sequence, "TopMemoryContext 200000/" + peakBytes));
    }

    @Override
    public Optional<SqlError> beginWindow(WindowOptions options) {
        alive();
        heard.add("begin");
        if (options.json().filter(json -> json.contains("unknown")).isPresent()) {
            return Optional.of(error("22023", "unknown option \"unknown\""));
        }
        if (windows.isEmpty()) {
            unjudged.clear();
            probed = options.fillingProbe().isPresent();
        }
        windows.push(new ArrayList<>());
        return Optional.empty();
    }

    @Override
    public List<Finding> judge() {
        alive();
        judged++;
        if (transaction == TransactionState.FAILED) {
            return List.of();
        }
        List<Finding> judged = new ArrayList<>();
        for (Finding finding : unjudged) {
            String label = finding.site().label();
            int times = sightings.merge(label, 1, Integer::sum);
            boolean again = times >= (label.contains("lose_in_library") ? 10 : 2);
            FindingSample sample = FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                    .bytes(finding.bytes())
                    .occurrences(times)
                    .by(finding.site().symbol().orElseThrow(), "buggy_ext");
            judged.add((again ? sample : sample.unconfirmed()).finding());
        }
        unjudged.clear();
        for (List<Finding> window : windows) {
            List<Finding> sum = Findings.addUp(window, judged);
            window.clear();
            window.addAll(sum);
        }
        return judged;
    }

    @Override
    public WindowVerdict endWindow() {
        alive();
        heard.add("end");
        judge();
        judged--;
        WindowVerdict verdict = WindowVerdict.of(windows.pop());
        long unseen = notFollowed;
        notFollowed = 0;
        return sightings.containsKey("swell ran")
                ? verdict.limitedBy(Optional.of(new WindowLimits("", true, List.of(), 8192, 0, 0, 0, 0, unseen, 0)))
                : verdict;
    }

    /** Knows the scenario {@code soak}, which finds what {@code leak_top()} leaks, and with the workload {@code sleep()} lasts until it is stopped; and {@code storm}, which ends the backend. */
    @Override
    public ScenarioVerdict runScenario(ScenarioCall call) {
        alive();
        heard.add("scenario " + call.name());
        if (call.name().equals("storm")) {
            die("server process (PID " + pid + ") was terminated by signal 11: Segmentation fault");
        }
        if (!call.name().equals("soak")) {
            return ScenarioVerdict.refused(error("22023", "unknown scenario \"" + call.name() + "\""));
        }
        allocate("leak_top", 32);
        List<Finding> found = List.copyOf(unjudged);
        unjudged.clear();
        if (call.workload().equals(Optional.of("sleep()"))) {
            sleep();
        }
        ScenarioCurve curve = new ScenarioCurve(
                "leak_top in TopMemoryContext",
                List.of(new ScenarioCurve.Point(1, 32), new ScenarioCurve.Point(2, 64)));
        return new ScenarioVerdict(
                found,
                List.of(curve),
                List.of(new ScenarioWorker(pid + 1000, "finished", 2, 1, Optional.of("division by zero"), 0.5)),
                Optional.empty());
    }

    @Override
    public List<String> sessionState() {
        return List.of("SET ROLE fake");
    }

    @Override
    public void cancel() {
        heard.add("(cancel)");
        if (earlyCancels > 0) {
            earlyCancels--;
        } else {
            letGo();
        }
    }

    @Override
    public void abandon() {
        heard.add("(abandon)");
        cut.release();
    }

    /** Ends what lasts. */
    void letGo() {
        cancels.release();
    }

    @Override
    public void close() {
        heard.add("(close)");
    }

    private StatementResult sleep() {
        await(cancels);
        return failed("57014", "canceling statement due to user request");
    }

    private static void await(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void allocate(String symbol, long bytes) {
        used += bytes;
        unjudged.add(FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .bytes(bytes)
                .by(symbol, "buggy_ext")
                .finding());
    }

    private void alive() {
        if (lastWords.isPresent()) {
            throw new BackendLostException("the connection is closed", Optional.empty(), null);
        }
    }

    private void die(String words) {
        die(words, Optional.empty());
    }

    private void die(String words, Optional<SqlError> told) {
        lastWords = Optional.of(words);
        throw new BackendLostException("the server closed the connection unexpectedly", told, null);
    }

    private StatementResult echo(String sql) {
        return new StatementResult.Rows(
                List.of(new StatementResult.Column("echo", "text", false)),
                List.of(List.of(Optional.of(sql))),
                "SELECT 1",
                1500,
                List.of());
    }

    private StatementResult done(String sql) {
        String[] words = sql.split(" ");
        String tag = words[0].equals("INSERT") ? "INSERT 0 3" : words[0].toUpperCase(Locale.ROOT);
        return new StatementResult.Done(tag, 1500, List.of());
    }

    private StatementResult failed(String state, String message) {
        if (transaction == TransactionState.OPEN) {
            transaction = TransactionState.FAILED;
        }
        return new StatementResult.Failed(error(state, message), 1500, List.of());
    }

    private static SqlError error(String state, String message) {
        return new SqlError(
                "ERROR", state, message, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }
}
