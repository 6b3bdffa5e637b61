package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.InlineData;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.CopyData;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Runs the statements of a text on the session that is current, and tells of each. Used by the loop's thread alone. */
final class StatementRunner {
    private final NamedSessions sessions;
    private final WriteGuard guard;
    private final ExpectationJudge expectations;
    private final FindingLog log;
    private final RunListener listener;
    private final boolean looksInside;

    /** Shows the rows of large results. */
    private final RowSink rows;

    private Repetition repetition = Repetition.once();
    private Optional<String> running = Optional.empty();
    private int count;

    /** @param looksInside whether the tree is looked at before and after each statement of a window */
    StatementRunner(
            NamedSessions sessions,
            WriteGuard guard,
            ExpectationJudge expectations,
            FindingLog log,
            RunListener listener,
            boolean looksInside,
            BooleanSupplier cancelled) {
        this.rows = new ShownRows(listener, cancelled, this::repetition);
        this.sessions = sessions;
        this.guard = guard;
        this.expectations = expectations;
        this.log = log;
        this.listener = listener;
        this.looksInside = looksInside;
    }

    /** How many have run. */
    int count() {
        return count;
    }

    /** Which turn of a {@code \repeat} the statements belong to. */
    Repetition repetition() {
        return repetition;
    }

    void repetition(Repetition turn) {
        repetition = turn;
    }

    /** What was running when the backend went; empty if that was nothing of the text. */
    Optional<String> interrupted(BackendLostException lost) {
        return running.or(lost::statement);
    }

    /** Nothing runs any more. */
    void over() {
        running = Optional.empty();
    }

    StatementReport sql(Position position, String sql, RowSink rows) {
        return watched(position, sql, false, rows.data(), (session, backend) -> execute(session, backend, sql, rows));
    }

    /** Runs one of the text, with its data if it has some. */
    StatementReport sql(Item.Sql item) {
        return item.data()
                .map(data -> sql(item.position(), item.text(), data))
                .orElseGet(() -> sql(item.position(), item.text()));
    }

    private StatementReport sql(Position position, String sql, InlineData data) {
        InlineSink sink = new InlineSink(rows, data);
        return watched(
                position,
                sql,
                false,
                sink.data(),
                (session, backend) -> sink.located(execute(session, backend, sql, sink)));
    }

    /**
     * Has the server describe the result of a statement that is not run.
     *
     * @param named makes of the description what is told
     */
    StatementReport describe(Position position, String sql, UnaryOperator<StatementResult> named) {
        return watched(position, sql, true, Optional.empty(), (session, backend) -> {
            running = Optional.of(sql);
            count++;
            StatementResult result = backend.describe(sql);
            running = Optional.empty();
            session.windows().transactionMoved(backend.transactionState());
            return named.apply(result);
        });
    }

    private StatementReport watched(
            Position position,
            String sql,
            boolean described,
            Optional<CopyData> data,
            BiFunction<NamedSession, Backend, StatementResult> execution) {
        NamedSession session = sessions.current();
        Backend backend = session.slot().get();
        WindowBook windows = session.windows();
        guard.prepare(windows, backend, sql);
        boolean inWindow = windows.state().inWindow();
        boolean looked = inWindow && looksInside;
        Optional<Snapshot> before = looked ? windows.tree().beforeStatement(backend) : Optional.empty();
        StatementResult result = execution.apply(session, backend);
        Optional<Snapshot> after = looked ? windows.tree().now(backend) : Optional.empty();
        Optional<SnapshotDiff> diff = before.flatMap(first -> after.map(last -> SnapshotDiff.between(first, last)));
        StatementPeak peak = StatementPeak.of(diff, backend);
        List<Finding> judged = inWindow ? windows.tree().judge(backend, after) : List.of();
        windows.statementDone(
                new WindowStep.Ran(sql, described, result instanceof StatementResult.Failed, data),
                figures -> diff.ifPresent(change -> figures.ran(sql, position, change.retainedBytes())),
                judged);
        StatementReport report = new StatementReport(
                count,
                position,
                sql,
                result,
                inWindow,
                diff,
                peak.bytes(),
                log.note(judged, session.name(), backend.facts().pid()),
                repetition,
                session.name());
        Optional<Moment> moment = session.history().add(report, peak.tree(), windows.windowStart());
        done(session, report);
        backend.notifications().forEach(listener::notified);
        moment.ifPresent(kept -> listener.momentKept(kept, report.session()));
        return report;
    }

    StatementReport sql(Position position, String sql) {
        return sql(position, sql, rows);
    }

    /** Runs a statement again and again, unjudged, until it fails or this says to stop. */
    void warmup(Item.Warmup warmup, BooleanSupplier cancelled) {
        NamedSession session = sessions.current();
        Backend backend = session.slot().get();
        for (int turn = 1; turn <= warmup.times() && !cancelled.getAsBoolean(); turn++) {
            StatementResult result = execute(session, backend, warmup.sql(), rows);
            if (result instanceof StatementResult.Failed) {
                unwatched(session, warmup, warmup.sql(), result);
                return;
            }
        }
    }

    /** A refusal of the server is the error of a statement, so that it may be expected. */
    void scenario(Item.Scenario scenario) {
        NamedSession session = sessions.current();
        running = Optional.of(scenario.text());
        Optional<SqlError> refusal = session.windows().scenario(scenario);
        if (refusal.isPresent()) {
            unwatched(session, scenario, scenario.text(), new StatementResult.Failed(refusal.get(), 0, List.of()));
        } else {
            session.windowClosed();
        }
    }

    private StatementResult execute(NamedSession session, Backend backend, String sql, RowSink sink) {
        count++;
        running = Optional.of(sql);
        StatementResult result = guard.execute(session.windows(), backend, sql, sink);
        running = Optional.empty();
        session.windows().transactionMoved(backend.transactionState());
        return result;
    }

    private void unwatched(NamedSession session, Item item, String sql, StatementResult result) {
        done(session, StatementReport.unwatched(count, item.position(), sql, result, repetition, session.name()));
    }

    private void done(NamedSession session, StatementReport report) {
        session.statementDone(report);
        expectations.statementDone(report);
        listener.statementDone(report);
    }
}
