package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.Item;
import dev.memcheck.session.SessionName;
import dev.memcheck.session.SessionState;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one loop: takes items, whoever typed them, runs them on a backend, and tells a listener. It connects when an item
 * first needs the backend. One thread runs it; {@link #cancel} may come from another.
 */
public final class SessionRunner implements AutoCloseable {
    private final RunListener listener;
    private final RunOptions options;
    private final CommandHandler commands;
    private final List<Failure> failures = new ArrayList<>();
    private final FindingLog log = new FindingLog();
    private final ExpectationJudge expectations;
    private final StatementClock clock = new StatementClock(this::expired);
    private final NamedSessions sessions;
    private final Cancellation cancelled = new Cancellation();
    private final CancelWatch watch = new CancelWatch();
    private final WriteGuard guard = new WriteGuard(clock, cancelled::cancelText);
    private final FailureStop failureStop = new FailureStop(failures);
    private final LeftOut leftOut = new LeftOut();
    private Repetition repetition = Repetition.once();
    private Optional<String> running = Optional.empty();
    private int statements;
    private int depth;
    private boolean stopped;

    public SessionRunner(BackendSource source, RunListener listener, RunOptions options, CommandHandler commands) {
        this.listener = listener;
        this.options = options;
        this.commands = commands;
        guard.shows(new ShownRows(listener, cancelled, () -> repetition));
        this.expectations = new ExpectationJudge(listener, failures, options, log);
        this.sessions = new NamedSessions(
                source, clock, listener, options.confirmRepeats(), options.keptNodes(), log, failures);
    }

    /**
     * Runs items in order, until one of them stops the session or {@link #cancel} is called. A command may call it in
     * turn.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void runAll(List<Item> items) {
        if (depth == 0) {
            cancelled.beginText();
            items.stream().findFirst().ifPresent(expectations::settleBefore);
            failureStop.beginText();
        }
        depth++;
        try {
            for (int i = 0; i < items.size() && !stopped && !halted(); i++) {
                if (cancelled.getAsBoolean()) {
                    leftOut.add(items.subList(i, items.size()));
                    break;
                }
                run(items.get(i));
            }
        } finally {
            depth--;
        }
        if (depth == 0) {
            leftOut.tell(halted()).ifPresent(what -> listener.message(MessageKind.NOTE, what));
        }
    }

    /** Whether a failure has ended the text, as {@code \set on_error stop} says. The next text runs again. */
    public boolean halted() {
        return failureStop.isReached();
    }

    /**
     * Runs items for a command that keeps the session waiting meanwhile. To cancel ends these items, and not what the
     * command stands in. Another thread than the waiting one may call it.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void runAside(List<Item> items) {
        guard.unasked(() -> cancelled.aside(() -> runAll(items)));
    }

    /**
     * Runs one item.
     *
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public void run(Item item) {
        expectations.settleBefore(item);
        if (halted()) {
            return;
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
        for (NamedSession session : sessions.all()) {
            try {
                session.windows().closeAll(cancelled);
            } catch (BackendLostException lost) {
                LossReport report = session.windows().backendGone(lost, running.or(lost::statement));
                failures.add(new Failure(Failure.Kind.BACKEND_LOST, Optional.empty(), lost.getMessage()));
                listener.backendLost(report);
            }
        }
        expectations.finish(sessions.all());
        return outcome();
    }

    /** What came of the session so far, as it stands when the backend was refused. */
    public RunOutcome outcome() {
        return new RunOutcome(statements, sessions.judged(), log.all(), expectations.held(), failures);
    }

    /**
     * Repeats the last closed window to settle what is unconfirmed, and tells the listener the new verdict.
     *
     * @return why it cannot be done; empty if it was
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    public Optional<String> confirm(int times) {
        return windows().confirmLast(times, cancelled);
    }

    /**
     * How often a window with unconfirmed findings is repeated at its {@code end} from now on; 0 leaves it to
     * {@link #confirm}.
     */
    public void setConfirmRepeats(int repeats) {
        sessions.setConfirmRepeats(repeats);
    }

    /** A person is there: asked before a nameless window writes, and told, on another thread, of a cancel without answer. */
    public void talkTo(WriteConsent consent, Consumer<String> unanswered) {
        guard.asks(consent);
        watch.tells(unanswered);
    }

    /** The numbers that {@code no worse than} compares with. */
    public SavedNumbers numbers() {
        return expectations.numbers();
    }

    /** Asks the server to cancel the running statement, and leaves out what was to follow. Safe from any thread. */
    public void cancel() {
        cancelled.cancelText();
        sessions.cancel(watch, false);
    }

    /** As {@link #cancel}, and nothing runs afterwards. Safe from any thread, and before anything has begun. */
    public void interrupt() {
        cancelled.cancelForGood();
        sessions.cancel(watch, true);
    }

    /** Where the current session stands. */
    public SessionState state() {
        return windows().state();
    }

    public SessionName session() {
        return sessions.current().name();
    }

    public boolean stopped() {
        return stopped;
    }

    public List<NumberedFinding> findings() {
        return log.all();
    }

    public Optional<Finding> finding(int number) {
        return log.find(number);
    }

    /** The latest statements of the current session that have snapshots, oldest first; the memory they take is bounded. */
    public List<StatementReport> history() {
        return sessions.current().history().all();
    }

    /**
     * What the current session ran in windows as the tree can be taken back to it, and the tree when it was connected.
     * The same object until something is added to it. Safe from any thread.
     */
    public Timeline timeline() {
        return sessions.current().history().timeline();
    }

    /**
     * The tree as it is now; empty in a failed transaction.
     *
     * @throws BackendUnavailableException if there is no backend and none can be had
     * @throws BackendLostException if the backend goes meanwhile; {@link #run} reports it when a command asks
     */
    public Optional<Snapshot> snapshot() {
        return slot().get().snapshot();
    }

    /** @throws BackendUnavailableException if there is no backend and none can be had */
    public BackendFacts backendFacts() {
        return slot().get().facts();
    }

    @Override
    public void close() {
        watch.close();
        clock.close();
        sessions.close();
    }

    private void expired() {
        sessions.expired(watch);
    }

    private BackendSlot slot() {
        return sessions.current().slot();
    }

    private WindowBook windows() {
        return sessions.current().windows();
    }

    private void dispatch(Item item) {
        if (item instanceof Item.Sql sql) {
            runSql(sql);
        } else if (item instanceof Item.Begin begin) {
            windows().begin(new WindowOptions(begin.name(), begin.pattern(), begin.options()), begin.position());
        } else if (item instanceof Item.End end) {
            runEnd(end);
        } else if (item instanceof Item.Expect expect) {
            expectations.judge(expect, sessions.current());
        } else if (item instanceof Item.Command command) {
            runCommand(command);
        } else if (item instanceof Item.Repeat repeat) {
            runRepeat(repeat);
        } else if (item instanceof Item.Warmup warmup) {
            runWarmup(warmup);
        } else if (item instanceof Item.Scenario scenario) {
            runScenario(scenario);
        } else if (item instanceof Item.Connect connect) {
            sessions.switchTo(new SessionName(connect.session()));
        } else if (item instanceof Item.Timeout timeout) {
            clock.limit(timeout.limit());
        } else if (item instanceof Item.CancelTimeout timeout) {
            watch.limit(timeout.limit().toMillis());
        } else if (item instanceof Item.OnError onError) {
            failureStop.want(onError.stops());
        } else {
            throw new IllegalArgumentException("unknown item " + item);
        }
    }

    private void runSql(Item.Sql sql) {
        Backend backend = slot().get();
        WindowBook windows = windows();
        guard.prepare(windows, backend, sql.text());
        boolean inWindow = state().inWindow();
        Optional<Snapshot> before = inWindow ? windows.tree().beforeStatement(backend) : Optional.empty();
        StatementResult result = execute(backend, sql.text());
        Optional<Snapshot> after = inWindow ? windows.tree().now(backend) : Optional.empty();
        Optional<SnapshotDiff> diff = before.flatMap(first -> after.map(last -> SnapshotDiff.between(first, last)));
        StatementPeak peak = StatementPeak.of(diff, backend);
        List<Finding> judged = inWindow ? windows.tree().judge(backend, after) : List.of();
        windows.statementDone(sql.text(), result instanceof StatementResult.Failed, judged);
        StatementReport report = new StatementReport(
                statements,
                sql.position(),
                sql.text(),
                result,
                inWindow,
                diff,
                peak.bytes(),
                log.note(judged, session(), backend.facts().pid()),
                repetition,
                session());
        Optional<Moment> moment = sessions.current().history().add(report, peak.tree(), windows.windowStart());
        done(report);
        moment.ifPresent(kept -> listener.momentKept(kept, report.session()));
    }

    private void done(StatementReport report) {
        sessions.current().statementDone(report);
        expectations.statementDone(report);
        listener.statementDone(report);
    }

    private void runEnd(Item.End end) {
        slot().current().ifPresent(guard::lift);
        if (windows().end(end.name(), end.position(), cancelled)) {
            sessions.current().windowClosed();
        }
    }

    private StatementResult execute(Backend backend, String sql) {
        statements++;
        running = Optional.of(sql);
        StatementResult result = guard.execute(windows(), backend, sql);
        running = Optional.empty();
        windows().transactionMoved(backend.transactionState());
        return result;
    }

    private void runCommand(Item.Command command) {
        CommandResult result = commands.handle(command);
        if (result instanceof CommandResult.Stop) {
            stopped = true;
        } else if (result instanceof CommandResult.Refused refused) {
            windows().refuse(refused.text(), command.position());
        }
    }

    private void runRepeat(Item.Repeat repeat) {
        Repetition outer = repetition;
        try {
            for (int turn = 1; turn <= repeat.times() && !stopped && !cancelled.getAsBoolean() && !halted(); turn++) {
                repetition = new Repetition(turn, repeat.times());
                runAll(repeat.body());
            }
        } finally {
            repetition = outer;
        }
    }

    private void runWarmup(Item.Warmup warmup) {
        if (state().inWindow()) {
            windows().refuse("\\warmup is not judged and so stands before begin, not in a window", warmup.position());
            return;
        }
        Backend backend = slot().get();
        for (int turn = 1; turn <= warmup.times() && !cancelled.getAsBoolean(); turn++) {
            StatementResult result = execute(backend, warmup.sql());
            if (result instanceof StatementResult.Failed) {
                done(StatementReport.unwatched(
                        statements, warmup.position(), warmup.sql(), result, repetition, session()));
                return;
            }
        }
    }

    /** A refusal of the server is the error of a statement, so that it may be expected. */
    private void runScenario(Item.Scenario scenario) {
        if (state().inWindow()) {
            windows().refuse("\\scenario is a window of its own; end the open one first", scenario.position());
            return;
        }
        running = Optional.of(scenario.text());
        Optional<SqlError> refusal = windows().scenario(scenario);
        if (refusal.isPresent()) {
            StatementResult failed = new StatementResult.Failed(refusal.get(), 0, List.of());
            done(StatementReport.unwatched(
                    statements, scenario.position(), scenario.text(), failed, repetition, session()));
        } else {
            sessions.current().windowClosed();
        }
    }

    private void backendLost(Item item, BackendLostException lost) {
        LossReport report = windows().backendGone(lost, running.or(lost::statement));
        sessions.current().backendLost();
        expectations.backendLost(report, item.position());
        listener.backendLost(report);
        if (report.isCrash()) {
            sessions.goneWithServer(lost);
        }
        sessions.reconnect();
    }
}
