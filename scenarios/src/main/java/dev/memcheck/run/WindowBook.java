package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.Finding;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionEffect;
import dev.memcheck.session.SessionEvent;
import dev.memcheck.session.SessionName;
import dev.memcheck.session.SessionState;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.TransactionState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The windows of one session: carries out what the state machine asks for and keeps what each window saw. */
final class WindowBook {
    private final SessionName session;
    private final BackendSlot slot;
    private final StatementClock clock;
    private final RunListener listener;
    private final FindingLog log;
    private final List<Failure> failures;

    /** Innermost first, as {@link SessionState#windows} reversed. */
    private final Deque<WindowRecord> open = new ArrayDeque<>();

    /** Went with the backend, innermost first; until another one is opened. */
    private final Deque<OpenWindow> lost = new ArrayDeque<>();

    private SessionState state = SessionState.start();
    private Optional<WindowRecord> lastClosed = Optional.empty();
    private final LastLook tree = new LastLook();
    private Optional<Subject> subject = Optional.empty();
    private int confirmRepeats;
    private int judged;
    private boolean textHasEnded;

    /** Written by the loop's thread, read by the one that stops it. */
    private volatile Optional<ScenarioRun> scenario = Optional.empty();

    WindowBook(
            SessionName session,
            BackendSlot slot,
            StatementClock clock,
            RunListener listener,
            int confirmRepeats,
            FindingLog log,
            List<Failure> failures) {
        this.session = session;
        this.slot = slot;
        this.clock = clock;
        this.listener = listener;
        this.confirmRepeats = confirmRepeats;
        this.log = log;
        this.failures = failures;
    }

    SessionState state() {
        return state;
    }

    void setConfirmRepeats(int repeats) {
        confirmRepeats = repeats;
    }

    /** How many windows were judged. */
    int judged() {
        return judged;
    }

    /** The window that an expectation looks at: the open one, or the one that was just closed. */
    Optional<Subject> subject() {
        return subject;
    }

    void lookAt(Subject other) {
        subject = Optional.of(other);
    }

    /** Something has run on the backend and left its transaction so. */
    void transactionMoved(TransactionState transaction) {
        tree.outdated();
        state = state.on(new SessionEvent.TransactionMoved(transaction)).state();
    }

    /** The contexts of the backend as they were last seen. */
    LastLook tree() {
        return tree;
    }

    /** The tree when the innermost window was opened, if it was seen. */
    Optional<Snapshot> windowStart() {
        return Optional.ofNullable(open.peek()).flatMap(WindowRecord::opening);
    }

    /** A statement was run, and left this; its own figures go to those of each window. */
    void statementDone(WindowStep.Ran run, Consumer<WindowFigures> ran, List<Finding> left) {
        for (WindowRecord record : open) {
            record.add(run);
            ran.accept(record.figures());
        }
        if (!open.isEmpty()) {
            open.peek().judged(left);
            lookAt(open.peek());
        }
    }

    void begin(WindowOptions asked, Position position) {
        carryOut(new SessionEvent.BeginAsked(asked), position, () -> false);
    }

    /**
     * @param cancelled whether the user wants no more of it; asked again and again while the window is repeated
     * @return whether a window was judged
     */
    boolean end(Optional<String> name, Position position, BooleanSupplier cancelled) {
        if (open.isEmpty()
                && !lost.isEmpty()
                && (name.isEmpty() || name.equals(lost.peek().options().name()))) {
            listener.message(MessageKind.NOTE, lost.pop().label() + " went with its backend");
            return false;
        }
        int before = judged;
        carryOut(new SessionEvent.EndAsked(name), position, cancelled);
        return judged > before;
    }

    /** Tells the user that something cannot be done; that counts against the session. */
    void refuse(String text, Position position) {
        failures.add(new Failure(Failure.Kind.REFUSED, Optional.of(position), text));
        listener.message(MessageKind.ERROR, text);
    }

    /** Closes what the end of the text left open, with a word about it. */
    void closeAll(BooleanSupplier cancelled) {
        textHasEnded = true;
        while (!open.isEmpty()) {
            WindowRecord record = open.peek();
            String note = record.window().label() + ", opened at " + record.openedAt()
                    + ", was still open at the end and is closed here";
            if (state.transaction() == TransactionState.FAILED) {
                slot.get().execute("ROLLBACK");
                transactionMoved(slot.get().transactionState());
                note += ", after a ROLLBACK of the failed transaction";
            }
            listener.message(MessageKind.NOTE, note);
            end(Optional.empty(), record.openedAt(), cancelled);
            if (open.peek() == record) {
                return;
            }
        }
    }

    /**
     * Runs a scenario, which counts as a window of its name. No window is open.
     *
     * @return the server's refusal; empty if it ran
     */
    Optional<SqlError> scenario(Item.Scenario item) {
        Backend backend = slot.get();
        ScenarioCall call = ScenarioRun.call(item);
        OpenWindow window = new OpenWindow(
                state.windowsOpened() + 1,
                new WindowOptions(Optional.of(call.name()), Optional.empty(), Optional.empty()));
        WindowRecord record = new WindowRecord(window, item.position(), backend.transactionState(), tree.now(backend));
        ScenarioRun run = new ScenarioRun(slot, listener);
        scenario = Optional.of(run);
        ScenarioVerdict verdict;
        try {
            verdict = run.run(call);
        } finally {
            scenario = Optional.empty();
        }
        transactionMoved(backend.transactionState());
        if (verdict.error().isPresent()) {
            return verdict.error();
        }
        passed(window);
        record.figures().measured(verdict.curves());
        record.closed(verdict.findings(), state.transaction(), tree.now(backend), item.position());
        lastClosed = Optional.of(record);
        judged++;
        List<NumberedFinding> findings = report(record, Optional.empty());
        listener.scenarioDone(
                new ScenarioReport(call.name(), run.wasStopped(), findings, verdict.curves(), verdict.workers()));
        return Optional.empty();
    }

    /** What was judged without {@code begin} and {@code end} counts as a window that was opened and closed. */
    void passed(OpenWindow window) {
        state = state.on(new SessionEvent.Opened(window)).state();
        listener.windowOpened(window, session);
        state = state.on(new SessionEvent.Closed()).state();
    }

    /** Asks the running scenario to end and tell what it has found; false if there is none or it was asked before. */
    boolean stopScenario() {
        return scenario.map(ScenarioRun::stop).orElse(false);
    }

    /** Why the last window cannot be repeated; empty if it was. */
    Optional<String> confirmLast(int times, BooleanSupplier cancelled) {
        if (lastClosed.isEmpty()) {
            return Optional.of("no window has been closed yet on this backend; there is nothing to repeat");
        }
        WindowRecord record = lastClosed.get();
        Optional<String> obstacle = record.obstacle(state.transaction());
        if (obstacle.isPresent()) {
            return Optional.of(record.window().label() + " cannot be repeated: " + obstacle.get());
        }
        report(record, Optional.of(confirm(slot.get(), record, times, cancelled)));
        return Optional.empty();
    }

    /**
     * The backend has gone and its windows with it; a crash is a finding of the window it happened in.
     *
     * @param running the statement that was running
     */
    LossReport backendGone(BackendLostException loss, Optional<String> running) {
        int pid = slot.current().map(backend -> backend.facts().pid()).orElse(0);
        slot.drop();
        Optional<String> explanation = slot.explainLoss(pid).map(how -> LossReport.toldBetween(how, running));
        List<OpenWindow> gone = open.stream().map(WindowRecord::window).toList();
        List<Finding> findings =
                new ArrayList<>(open.isEmpty() ? List.of() : open.peek().findings());
        Optional<Finding> told =
                open.isEmpty() && !LossReport.tellsOfCrash(explanation) ? Optional.empty() : slot.crash(pid);
        Optional<NumberedFinding> crash = told.or(() -> CrashFinding.ofLoss(explanation, running))
                .map(finding -> log.note(List.of(finding), session, pid).get(0));
        crash.map(NumberedFinding::finding).ifPresent(findings::add);
        subject = Optional.of(new Subject(
                gone.isEmpty() ? "the session" : gone.get(0).label() + session.ofSession(), findings, false));
        forget();
        lost.addAll(gone);
        return new LossReport(pid, loss.getMessage(), loss.error(), explanation, running, crash, gone, session);
    }

    /** The backend has gone, or was left, and all that was open in it. */
    void forget() {
        slot.drop();
        state = state.on(new SessionEvent.BackendGone()).state();
        open.clear();
        lost.clear();
        tree.forget();
        lastClosed = Optional.empty();
    }

    private void carryOut(SessionEvent event, Position position, BooleanSupplier cancelled) {
        SessionState.Step step = state.on(event);
        state = step.state();
        step.effects()
                .forEach(effect -> effect.accept(new SessionEffect.Visitor() {
                    @Override
                    public void explain(SessionEffect.Explain explain) {
                        listener.message(MessageKind.HINT, explain.text());
                    }

                    @Override
                    public void refuse(SessionEffect.Refuse refusal) {
                        WindowBook.this.refuse(refusal.text(), position);
                    }

                    @Override
                    public void openOnServer(SessionEffect.OpenOnServer opening) {
                        open(opening.window(), position);
                    }

                    @Override
                    public void closeOnServer(SessionEffect.CloseOnServer closing) {
                        close(position, cancelled);
                    }

                    /** Its backend has gone, see {@link #backendGone}. */
                    @Override
                    public void windowGone(SessionEffect.WindowGone gone) {}
                }));
    }

    private void open(OpenWindow window, Position position) {
        Backend backend = slot.get();
        Optional<SqlError> refusal = backend.beginWindow(window.options());
        transactionMoved(backend.transactionState());
        if (refusal.isPresent()) {
            refuse("no window: " + ServerSentences.of(refusal.get()), position);
            return;
        }
        lost.clear();
        for (WindowRecord outer : open) {
            outer.add(new WindowStep.OpenedInner(window.options()));
        }
        open.push(new WindowRecord(window, position, backend.transactionState(), tree.now(backend)));
        state = state.on(new SessionEvent.Opened(window)).state();
        lookAt(open.peek());
        listener.windowOpened(window, session);
    }

    private void close(Position position, BooleanSupplier cancelled) {
        Backend backend = slot.get();
        Optional<Snapshot> closing = tree.current(backend);
        WindowVerdict verdict = backend.endWindow();
        transactionMoved(backend.transactionState());
        if (verdict.error().isPresent()) {
            refuse(
                    "the window stays open: "
                            + ServerSentences.of(verdict.error().get()),
                    position);
            return;
        }
        WindowRecord record = open.pop();
        state = state.on(new SessionEvent.Closed()).state();
        for (WindowRecord outer : open) {
            outer.add(new WindowStep.ClosedInner());
        }
        record.closed(verdict, ServerSentences.warnings(verdict), state.transaction(), closing, position);
        lastClosed = Optional.of(record);
        judged++;
        Optional<Confirmation> confirmation = Optional.empty();
        Optional<String> reason = record.reasonToRepeat(moreIsAskedFor(), isCompared(record));
        if (confirmRepeats > 0 && reason.isPresent()) {
            boolean all = Findings.anyUnconfirmed(record.findings()) || moreIsAskedFor();
            int times = all ? confirmRepeats : 1;
            confirmation = Optional.of(confirm(backend, record, times, cancelled));
        }
        report(record, confirmation);
    }

    /** Outer windows would go on with their probes. */
    private boolean isCompared(WindowRecord record) {
        return open.isEmpty() && record.isWorthComparing(record.findings());
    }

    private boolean moreIsAskedFor() {
        return confirmRepeats > RunOptions.USUAL_REPEATS;
    }

    private Confirmation confirm(Backend backend, WindowRecord record, int times, BooleanSupplier cancelled) {
        log.note(record.findings(), session, backend.facts().pid());
        if (Findings.anyUnconfirmed(record.findings()) || moreIsAskedFor()) {
            listener.confirming(record.window(), times);
        } else {
            listener.message(
                    MessageKind.PROGRESS,
                    record.window().label() + " is repeated: "
                            + record.reasonToRepeat(false, isCompared(record)).orElse("it was asked for"));
        }
        WindowRepeater repeater = new WindowRepeater(backend, record, clock, cancelled, System::nanoTime);
        boolean shown = isCompared(record) && LogLines.show(backend);
        Confirmation confirmation = repeater.repeat(times);
        if (isCompared(record)) {
            repeater.compare();
        }
        LogLines.hide(backend, shown);
        transactionMoved(backend.transactionState());
        record.confirmed(repeater.findings(), repeater.limits(), repeater.undecided());
        return confirmation;
    }

    private List<NumberedFinding> report(WindowRecord record, Optional<Confirmation> confirmation) {
        lookAt(record);
        int pid = slot.get().facts().pid();
        List<NumberedFinding> findings = log.note(record.findings(), session, pid);
        listener.windowClosed(new WindowReport(
                record.window(),
                record.statements(),
                record.failed(),
                findings,
                record.diff(),
                confirmation,
                session,
                record.notes(findings),
                record.limits(),
                textHasEnded ? Optional.empty() : Optional.of(record.closedAt())));
        return findings;
    }

    private void lookAt(WindowRecord record) {
        Optional<Snapshot> now = tree.seen();
        subject = Optional.of(new Subject(
                record.window().label() + session.ofSession(),
                record.findings(),
                true,
                record.figures(),
                record == open.peek() ? () -> record.diffTo(now) : record::diff));
    }
}
