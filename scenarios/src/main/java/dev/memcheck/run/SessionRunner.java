package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.StatementResult;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.Item;
import dev.memcheck.session.SessionState;
import dev.memcheck.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one loop: takes items, whoever typed them, runs them on a backend, and tells a listener. It connects when an item
 * first needs the backend. One thread runs it; {@link #cancel} may come from another.
 */
public final class SessionRunner implements AutoCloseable {
    private final BackendSlot slot;
    private final RunListener listener;
    private final RunOptions options;
    private final CommandHandler commands;
    private final List<Failure> failures = new ArrayList<>();
    private final FindingLog log = new FindingLog();
    private final StatementHistory history;
    private final ExpectationJudge expectations;
    private final WindowBook windows;
    private Repetition repetition = Repetition.once();
    private Optional<String> running = Optional.empty();
    private int statements;
    private int depth;
    private boolean stopped;
    private volatile boolean cancelled;

    public SessionRunner(BackendSource source, RunListener listener, RunOptions options, CommandHandler commands) {
        this.history = new StatementHistory(options.keptNodes());
        this.slot = new BackendSlot(source, listener, history);
        this.listener = listener;
        this.options = options;
        this.commands = commands;
        this.expectations = new ExpectationJudge(listener, failures, options.failOn());
        this.windows = new WindowBook(slot, listener, options.confirmRepeats(), log, failures);
    }

    /**
     * Runs items in order, until one of them stops the session or {@link #cancel} is called. A command may call it in
     * turn.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void runAll(List<Item> items) {
        if (depth == 0) {
            cancelled = false;
        }
        depth++;
        try {
            for (Item item : items) {
                if (stopped || cancelled) {
                    return;
                }
                run(item);
            }
        } finally {
            depth--;
        }
    }

    /**
     * Runs items for a command that keeps the session waiting meanwhile. To cancel ends these items, and not what the
     * command stands in. Another thread than the waiting one may call it.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void runAside(List<Item> items) {
        boolean outer = cancelled;
        cancelled = false;
        try {
            runAll(items);
        } finally {
            cancelled = outer;
        }
    }

    /**
     * Runs one item.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void run(Item item) {
        boolean looksBack = item instanceof Item.Expect || item instanceof Item.Command;
        if (!looksBack) {
            expectations.settle();
        }
        try {
            dispatch(item);
        } catch (BackendLostException lost) {
            backendLost(item, lost);
        } finally {
            running = Optional.empty();
        }
    }

    /**
     * Ends the session: closes and judges what is still open and says what came of it all.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public RunOutcome finish() {
        expectations.settle();
        try {
            windows.closeAll(() -> cancelled);
        } catch (BackendLostException lost) {
            LossReport report = windows.backendGone(lost, running);
            failures.add(new Failure(Failure.Kind.BACKEND_LOST, Optional.empty(), lost.getMessage()));
            listener.backendLost(report);
        }
        if (expectations.met() == 0) {
            expectClean();
        }
        return outcome();
    }

    /** What came of the session so far, as it stands when the backend was refused. */
    public RunOutcome outcome() {
        return new RunOutcome(statements, windows.judged(), log.all(), expectations.held(), failures);
    }

    /**
     * Repeats the last closed window to settle what is unconfirmed, and tells the listener the new verdict.
     *
     * @return why it cannot be done; empty if it was
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public Optional<String> confirm(int times) {
        return windows.confirmLast(times, () -> cancelled);
    }

    /**
     * How often a window with unconfirmed findings is repeated at its {@code end} from now on; 0 leaves it to
     * {@link #confirm}.
     */
    public void setConfirmRepeats(int repeats) {
        windows.setConfirmRepeats(repeats);
    }

    /** Asks the server to cancel the running statement, and leaves out what was to follow. Safe from any thread. */
    public void cancel() {
        cancelled = true;
        slot.cancel();
    }

    public SessionState state() {
        return windows.state();
    }

    /** Whether a command has stopped the session. */
    public boolean stopped() {
        return stopped;
    }

    /** All defects seen so far. */
    public List<NumberedFinding> findings() {
        return log.all();
    }

    /** The finding with this number. */
    public Optional<Finding> finding(int number) {
        return log.find(number);
    }

    /** The latest statements run in windows that have snapshots, oldest first; the memory they take is bounded. */
    public List<StatementReport> history() {
        return history.all();
    }

    /**
     * The statements run in windows as the tree can be taken back to them, and the tree when the backend was connected.
     * The same object until something is added to it. Safe from any thread.
     */
    public Timeline timeline() {
        return history.timeline();
    }

    /**
     * The tree as it is now; empty in a failed transaction.
     *
     * @throws BackendUnavailableException if there is no backend and none can be had
     * @throws BackendLostException if the backend goes meanwhile; {@link #run} reports it when a command asks
     */
    public Optional<Snapshot> snapshot() {
        return slot.get().snapshot();
    }

    /** @throws BackendUnavailableException if there is no backend and none can be had */
    public BackendFacts backendFacts() {
        return slot.get().facts();
    }

    @Override
    public void close() {
        slot.close();
    }

    private void dispatch(Item item) {
        if (item instanceof Item.Sql sql) {
            runSql(sql);
        } else if (item instanceof Item.Begin begin) {
            windows.begin(new WindowOptions(begin.name(), begin.pattern(), begin.options()), begin.position());
        } else if (item instanceof Item.End end) {
            windows.end(end.name(), end.position(), () -> cancelled);
        } else if (item instanceof Item.Expect expect) {
            expectations.judge(expect, windows.subject());
        } else if (item instanceof Item.Command command) {
            runCommand(command);
        } else if (item instanceof Item.Repeat repeat) {
            runRepeat(repeat);
        } else if (item instanceof Item.Warmup warmup) {
            runWarmup(warmup);
        } else {
            throw new IllegalArgumentException("unknown item " + item);
        }
    }

    private void runSql(Item.Sql sql) {
        Backend backend = slot.get();
        boolean inWindow = state().inWindow();
        Optional<Snapshot> before = inWindow ? windows.lookBefore(backend) : Optional.empty();
        StatementResult result = execute(backend, sql.text());
        Optional<Snapshot> after = inWindow ? windows.look(backend) : Optional.empty();
        Optional<SnapshotDiff> diff = before.flatMap(first -> after.map(last -> SnapshotDiff.between(first, last)));
        StatementPeak peak = StatementPeak.of(diff, backend);
        List<Finding> judged = inWindow ? windows.judge(backend, after) : List.of();
        windows.statementDone(sql.text(), result instanceof StatementResult.Failed, judged);
        StatementReport report = new StatementReport(
                statements,
                sql.position(),
                sql.text(),
                result,
                inWindow,
                diff,
                peak.bytes(),
                log.note(judged, backend.facts().pid()),
                repetition);
        history.add(report, peak.tree(), windows.windowStart());
        expectations.statementDone(report);
        listener.statementDone(report);
    }

    private StatementResult execute(Backend backend, String sql) {
        statements++;
        running = Optional.of(sql);
        StatementResult result = backend.execute(sql);
        running = Optional.empty();
        windows.transactionMoved(backend.transactionState());
        return result;
    }

    private void runCommand(Item.Command command) {
        CommandResult result = commands.handle(command);
        if (result instanceof CommandResult.Stop) {
            stopped = true;
        } else if (result instanceof CommandResult.Refused refused) {
            windows.refuse(refused.text(), command.position());
        }
    }

    private void runRepeat(Item.Repeat repeat) {
        Repetition outer = repetition;
        try {
            for (int turn = 1; turn <= repeat.times() && !stopped && !cancelled; turn++) {
                repetition = new Repetition(turn, repeat.times());
                runAll(repeat.body());
            }
        } finally {
            repetition = outer;
        }
    }

    private void runWarmup(Item.Warmup warmup) {
        if (state().inWindow()) {
            windows.refuse("\\warmup is not judged and so stands before begin, not in a window", warmup.position());
            return;
        }
        Backend backend = slot.get();
        for (int turn = 1; turn <= warmup.times() && !cancelled; turn++) {
            StatementResult result = execute(backend, warmup.sql());
            if (result instanceof StatementResult.Failed) {
                StatementReport report = new StatementReport(
                        statements,
                        warmup.position(),
                        warmup.sql(),
                        result,
                        false,
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        repetition);
                expectations.statementDone(report);
                listener.statementDone(report);
                return;
            }
        }
    }

    private void backendLost(Item item, BackendLostException lost) {
        LossReport report = windows.backendGone(lost, running);
        expectations.backendLost(report, item.position());
        listener.backendLost(report);
        try {
            slot.get();
        } catch (BackendUnavailableException unavailable) {
            listener.message(MessageKind.ERROR, "no new backend: " + unavailable.getMessage());
        }
    }

    /** A text without expectations expects every window to be clean. */
    private void expectClean() {
        for (NumberedFinding numbered : log.all()) {
            if (numbered.finding().severity().atLeast(options.failOn())) {
                failures.add(new Failure(
                        Failure.Kind.FINDING,
                        Optional.empty(),
                        "finding " + numbered.number() + ": " + ExpectationJudge.describe(numbered.finding())));
            }
        }
    }
}
