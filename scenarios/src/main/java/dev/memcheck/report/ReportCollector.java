package dev.memcheck.report;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.finding.CheckType;
import dev.memcheck.run.Failure;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.run.LossReport;
import dev.memcheck.run.MessageKind;
import dev.memcheck.run.Mismatch;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunOutcome;
import dev.memcheck.run.StatementReport;
import dev.memcheck.run.WindowReport;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.MemoryTotals;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Listens to one session and writes down what a report needs. Used by the loop's thread alone. */
public final class ReportCollector implements RunListener {
    private final String file;
    private final int keptNodes;
    private final KnownFindings known;
    private final boolean keepsStatements;
    private final InstantSource clock;
    private final Instant startedAt;
    private Optional<BackendFacts> backend = Optional.empty();
    private final List<ReportedStatement> outside = new ArrayList<>();
    private final Map<Key, WindowNotes> windows = new LinkedHashMap<>();

    /** Of each named session, innermost first. */
    private final Map<SessionName, Deque<WindowNotes>> open = new HashMap<>();

    /** The windows whose trees are kept, oldest first. */
    private final Deque<WindowNotes> withTrees = new ArrayDeque<>();

    private int nodes;

    /** The window that was heard of last, which an expectation is taken to be about; empty after what ran outside. */
    private OptionalInt latest = OptionalInt.empty();

    private final Map<Position, Integer> windowAt = new HashMap<>();
    private final Map<String, WindowNotes> windowOfLoss = new HashMap<>();
    private int lastStatement;
    private long lastMicros;

    /**
     * @param file what the session is called
     * @param keptNodes how many context nodes the trees of its windows may hold together; the oldest are dropped first
     * @param known the findings that do not count
     * @param clock asked when something begins and ends
     */
    public ReportCollector(String file, int keptNodes, KnownFindings known, InstantSource clock) {
        this(file, keptNodes, known, true, clock);
    }

    /** The same for a session that is run with these options. */
    public ReportCollector(String file, RunOptions options, InstantSource clock) {
        this(file, options.keptNodes(), options.known(), options.keepsStatements(), clock);
    }

    private ReportCollector(
            String file, int keptNodes, KnownFindings known, boolean keepsStatements, InstantSource clock) {
        this.file = file;
        this.keptNodes = keptNodes;
        this.known = known;
        this.keepsStatements = keepsStatements;
        this.clock = clock;
        this.startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The session as it is now.
     *
     * @param outcome what the loop says came of it
     * @param finished whether the session is over
     */
    public SessionReport report(RunOutcome outcome, boolean finished) {
        return report(outcome, finished ? verdict(outcome) : Verdict.UNFINISHED, List.of());
    }

    /**
     * The session that ended because there was no backend to go on with.
     *
     * @param outcome what came of it until then
     * @param why there is none
     */
    public SessionReport withoutBackend(RunOutcome outcome, String why) {
        Failure failure = new Failure(Failure.Kind.BACKEND_LOST, Optional.empty(), "no backend: " + why);
        return report(outcome, Verdict.NO_BACKEND, List.of(failure));
    }

    @Override
    public void connected(BackendFacts facts) {
        backend = Optional.of(facts);
    }

    @Override
    public void reconnected(BackendFacts facts) {
        backend = Optional.of(facts);
    }

    @Override
    public void statementDone(StatementReport report) {
        long now = now();
        long duration = report.result().durationMicros();
        List<Integer> findings =
                report.findings().stream().map(NumberedFinding::number).toList();
        ReportedStatement statement = new ReportedStatement(
                report.number(),
                Optional.of(report.position()),
                report.sql(),
                Math.max(lastMicros, now - duration),
                duration,
                error(report.result()),
                report.diff().map(diff -> OptionalLong.of(diff.retainedBytes())).orElse(OptionalLong.empty()),
                report.peakGrowth(),
                findings,
                report.diff().map(diff -> MemoryTotals.of(diff.after())));
        lastStatement = report.number();
        lastMicros = now;
        ran(statement, report.session(), report.findings());
        if (keepsStatements) {
            latest.ifPresent(window -> windowAt.put(report.position(), window));
        }
    }

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {
        WindowNotes notes = new WindowNotes(windows.size() + 1, window, session, innermost(session), now());
        windows.put(new Key(session, window.number()), notes);
        openIn(session).push(notes);
        latest = OptionalInt.of(notes.number());
    }

    @Override
    public void confirming(OpenWindow window, int repeats) {
        // How it went comes with the verdict.
    }

    /** Comes a second time when the user has the last window repeated. */
    @Override
    public void windowClosed(WindowReport report) {
        WindowNotes notes =
                windows.get(new Key(report.session(), report.window().number()));
        openIn(report.session()).remove(notes);
        nodes -= notes.weight();
        withTrees.remove(notes);
        notes.closed(report, now());
        keepTrees(notes);
        latest = OptionalInt.of(notes.number());
    }

    @Override
    public void expectationHeld(Item.Expect expect) {
        // The outcome counts them.
    }

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {
        latest.ifPresent(window -> windowAt.put(expect.position(), window));
    }

    @Override
    public void backendLost(LossReport report) {
        long now = now();
        String how = report.explanation().orElse(report.message());
        report.statement()
                .ifPresent(sql -> ran(
                        new ReportedStatement(
                                ++lastStatement,
                                Optional.empty(),
                                sql,
                                lastMicros,
                                now - lastMicros,
                                Optional.of(how),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                List.of()),
                        report.session(),
                        List.of()));
        lastMicros = now;
        Deque<WindowNotes> lost = openIn(report.session());
        if (!lost.isEmpty()) {
            windowOfLoss.put(how, lost.peek());
        }
        latest = innermost(report.session());
        lost.forEach(notes -> notes.lost(now));
        lost.clear();
    }

    @Override
    public void message(MessageKind kind, String text) {
        // For those who watch.
    }

    private void ran(ReportedStatement statement, SessionName session, List<NumberedFinding> left) {
        Deque<WindowNotes> around = openIn(session);
        List<ReportedStatement> kept = keepsStatements ? List.of(statement) : List.of();
        if (around.isEmpty()) {
            outside.addAll(kept);
        } else {
            around.peek().statementDone(kept, left);
        }
        latest = innermost(session);
    }

    private Deque<WindowNotes> openIn(SessionName session) {
        return open.computeIfAbsent(session, unused -> new ArrayDeque<>());
    }

    private OptionalInt innermost(SessionName session) {
        WindowNotes notes = openIn(session).peek();
        return notes == null ? OptionalInt.empty() : OptionalInt.of(notes.number());
    }

    private void keepTrees(WindowNotes notes) {
        withTrees.addLast(notes);
        nodes += notes.weight();
        while (nodes > keptNodes && withTrees.size() > 1) {
            WindowNotes oldest = withTrees.removeFirst();
            nodes -= oldest.weight();
            oldest.forgetTrees();
        }
    }

    private SessionReport report(RunOutcome outcome, Verdict verdict, List<Failure> more) {
        long now = now();
        outcome.findings().forEach(this::placeCrash);
        List<ReportedFailure> failures = new ArrayList<>();
        outcome.failures().forEach(failure -> failures.add(placed(failure)));
        more.forEach(failure -> failures.add(placed(failure)));
        return new SessionReport(
                file,
                verdict,
                startedAt,
                now,
                backend,
                outside,
                windows.values().stream()
                        .map(window -> window.report(now, known))
                        .toList(),
                outcome.findings().stream()
                        .map(numbered -> new ReportedFinding(
                                numbered.number(), numbered.finding(), known.reason(numbered.finding())))
                        .toList(),
                outcome.expectationsHeld(),
                failures);
    }

    /** A crash becomes a finding only after its window has gone. */
    private void placeCrash(NumberedFinding numbered) {
        if (numbered.finding().checkType() == CheckType.CRASH) {
            Optional.ofNullable(windowOfLoss.get(numbered.finding().detail()))
                    .ifPresent(window -> window.add(numbered));
        }
    }

    private ReportedFailure placed(Failure failure) {
        Optional<Integer> window = failure.position().map(windowAt::get);
        return new ReportedFailure(failure, window.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static Verdict verdict(RunOutcome outcome) {
        if (outcome.lostBackend()) {
            return Verdict.NO_BACKEND;
        }
        return outcome.isGood() ? Verdict.PASSED : Verdict.FAILED;
    }

    private static Optional<String> error(StatementResult result) {
        if (result instanceof StatementResult.Failed failed) {
            SqlError error = failed.error();
            return Optional.of(error.severity() + " " + error.sqlState() + ": " + error.message());
        }
        return Optional.empty();
    }

    private long now() {
        long micros = Duration.between(startedAt, clock.instant()).toNanos() / 1000;
        return Math.max(lastMicros, micros);
    }

    /** Each named session numbers its windows from 1. */
    private record Key(SessionName session, int window) {}
}
