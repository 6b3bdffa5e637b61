package dev.memcheck.run;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.Item;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.Position;
import dev.memcheck.session.SessionName;
import dev.memcheck.session.SessionState;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.Snapshot;
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
    private final CancelWatch watch = new CancelWatch(cancelled);
    private final WriteGuard guard = new WriteGuard(clock, cancelled::cancelText);
    private final FailureStop failureStop = new FailureStop(failures);
    private final LeftOut leftOut = new LeftOut();
    private final EndedText ended = new EndedText();
    private final StatementRunner statements;
    private final Item.Visitor<Void> steps = new Steps();
    private int depth;
    private boolean stopped;

    public SessionRunner(BackendSource source, RunListener listener, RunOptions options, CommandHandler commands) {
        this.listener = listener;
        this.options = options;
        this.commands = commands;
        this.expectations = new ExpectationJudge(listener, failures, options, log);
        this.sessions = new NamedSessions(
                source, clock, listener, options.confirmRepeats(), options.keptNodes(), log, failures);
        this.statements =
                new StatementRunner(sessions, guard, expectations, log, listener, options.looksInside(), cancelled);
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
                failureStop.before(items.subList(i, items.size()), expectations::settle);
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

    /** Runs one item. Fails as {@link #runAll} does. */
    public void run(Item item) {
        expectations.settleBefore(item);
        if (halted() || ended.leavesOut(item.position())) {
            return;
        }
        try {
            item.accept(steps);
        } catch (BackendLostException lost) {
            backendLost(item, lost);
        } finally {
            statements.over();
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
                LossReport report = session.windows().backendGone(lost, statements.interrupted(lost));
                failures.add(new Failure(Failure.Kind.BACKEND_LOST, Optional.empty(), lost.getMessage()));
                listener.backendLost(report);
            }
        }
        expectations.finish(sessions.all());
        return outcome();
    }

    /** What came of the session so far, as it stands when the backend was refused. */
    public RunOutcome outcome() {
        return new RunOutcome(statements.count(), sessions.judged(), log.all(), expectations.held(), failures);
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

    /** How often a window with unconfirmed findings is repeated at its {@code end} from now on; 0: by {@link #confirm}. */
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

    /** Whether the user wants no more of the text that runs. Safe from any thread. */
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /** Where the current session stands. */
    public SessionState state() {
        return windows().state();
    }

    public SessionName session() {
        return sessions.current().name();
    }

    /** What the sessions have begun and not ended. */
    public List<Unfinished> unfinished() {
        return sessions.all().stream()
                .map(session -> Unfinished.of(session.name(), session.windows().state()))
                .filter(left -> !left.isNothing())
                .toList();
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
        return sessions.slot().get().snapshot();
    }

    /** What is in its contexts. Fails as {@link #snapshot} does. */
    public List<ContentPart> contents() {
        return sessions.slot().get().contents();
    }

    /** @throws BackendUnavailableException if there is no backend and none can be had */
    public BackendFacts backendFacts() {
        return sessions.slot().get().facts();
    }

    /** Goes on with another backend, after {@link BackendSource#move}. */
    public void renew() {
        sessions.current().renew();
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

    private WindowBook windows() {
        return sessions.current().windows();
    }

    private void backendLost(Item item, BackendLostException lost) {
        LossReport report = windows().backendGone(lost, statements.interrupted(lost));
        sessions.current().backendLost();
        expectations.backendLost(report, item.position());
        listener.backendLost(report);
        if (report.isCrash()) {
            sessions.goneWithServer(lost);
        }
        sessions.reconnect();
    }

    private final class Steps implements Item.Visitor<Void> {
        @Override
        public Void sql(Item.Sql sql) {
            if (sql.sender().isEmpty()) {
                statements.sql(sql);
            } else {
                SentStatement sent = new Sent(statements, expectations, SessionRunner.this::isOver, sql);
                settle(commands.send(sql.sender().get(), sent), sql.position());
            }
            return null;
        }

        @Override
        public Void begin(Item.Begin begin) {
            windows().begin(new WindowOptions(begin.name(), begin.pattern(), begin.options()), begin.position());
            return null;
        }

        @Override
        public Void end(Item.End end) {
            sessions.slot().current().ifPresent(guard::lift);
            if (windows().end(end.name(), end.position(), cancelled)) {
                sessions.current().windowClosed();
            }
            return null;
        }

        @Override
        public Void expect(Item.Expect expect) {
            expectations.judge(expect, sessions.current());
            return null;
        }

        @Override
        public Void command(Item.Command command) {
            settle(commands.handle(command), command.position());
            return null;
        }

        private void settle(CommandResult result, Position position) {
            stopped |= result instanceof CommandResult.Stop;
            ended.settle(result, position);
            expectations.commandDone(result, position, sessions.current());
        }

        @Override
        public Void repeat(Item.Repeat repeat) {
            Repetition outer = statements.repetition();
            try {
                for (int turn = 1; turn <= repeat.times() && !isOver() && !ended.ends(repeat.position()); turn++) {
                    statements.repetition(new Repetition(turn, repeat.times()));
                    repeat.turn(turn);
                    runAll(repeat.body());
                }
            } finally {
                repeat.over();
                statements.repetition(outer);
            }
            return null;
        }

        @Override
        public Void warmup(Item.Warmup warmup) {
            if (state().inWindow()) {
                String why = "\\warmup is not judged and so stands before begin, not in a window";
                windows().refuse(why, warmup.position());
            } else {
                statements.warmup(warmup, cancelled);
            }
            return null;
        }

        @Override
        public Void connect(Item.Connect connect) {
            sessions.switchTo(new SessionName(connect.session()));
            return null;
        }

        @Override
        public Void timeout(Item.Timeout timeout) {
            clock.limit(timeout.limit());
            return null;
        }

        @Override
        public Void cancelTimeout(Item.CancelTimeout timeout) {
            watch.limit(timeout.limit().toMillis());
            return null;
        }

        @Override
        public Void onError(Item.OnError onError) {
            failureStop.want(onError.stops());
            return null;
        }

        @Override
        public Void scenario(Item.Scenario scenario) {
            if (state().inWindow()) {
                windows().refuse("\\scenario is a window of its own; end the open one first", scenario.position());
            } else {
                statements.scenario(scenario);
            }
            return null;
        }

        @Override
        public Void late(Item.Late late) {
            try {
                runAll(late.reader().get());
            } catch (ParseException e) {
                expectations.settle();
                windows().refuse(e.getMessage(), late.position());
            }
            return null;
        }
    }

    private boolean isOver() {
        return stopped || cancelled.getAsBoolean() || halted();
    }
}
