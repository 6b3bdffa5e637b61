package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.script.Item;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs the statements of a text on the session that is current, and tells of each. Used by the loop's thread alone. */
final class StatementRunner {
    private final NamedSessions sessions;
    private final WriteGuard guard;
    private final ExpectationJudge expectations;
    private final FindingLog log;
    private final RunListener listener;
    private Repetition repetition = Repetition.once();
    private Optional<String> running = Optional.empty();
    private int count;

    StatementRunner(
            NamedSessions sessions,
            WriteGuard guard,
            ExpectationJudge expectations,
            FindingLog log,
            RunListener listener) {
        this.sessions = sessions;
        this.guard = guard;
        this.expectations = expectations;
        this.log = log;
        this.listener = listener;
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

    void sql(Item.Sql sql) {
        NamedSession session = sessions.current();
        Backend backend = session.slot().get();
        WindowBook windows = session.windows();
        guard.prepare(windows, backend, sql.text());
        boolean inWindow = windows.state().inWindow();
        Optional<Snapshot> before = inWindow ? windows.tree().beforeStatement(backend) : Optional.empty();
        StatementResult result = execute(session, backend, sql.text());
        Optional<Snapshot> after = inWindow ? windows.tree().now(backend) : Optional.empty();
        Optional<SnapshotDiff> diff = before.flatMap(first -> after.map(last -> SnapshotDiff.between(first, last)));
        StatementPeak peak = StatementPeak.of(diff, backend);
        List<Finding> judged = inWindow ? windows.tree().judge(backend, after) : List.of();
        windows.statementDone(sql.text(), result instanceof StatementResult.Failed, judged);
        StatementReport report = new StatementReport(
                count,
                sql.position(),
                sql.text(),
                result,
                inWindow,
                diff,
                peak.bytes(),
                log.note(judged, session.name(), backend.facts().pid()),
                repetition,
                session.name());
        Optional<Moment> moment = session.history().add(report, peak.tree(), windows.windowStart());
        done(session, report);
        moment.ifPresent(kept -> listener.momentKept(kept, report.session()));
    }

    /** Runs a statement again and again, unjudged, until it fails or this says to stop. */
    void warmup(Item.Warmup warmup, BooleanSupplier cancelled) {
        NamedSession session = sessions.current();
        Backend backend = session.slot().get();
        for (int turn = 1; turn <= warmup.times() && !cancelled.getAsBoolean(); turn++) {
            StatementResult result = execute(session, backend, warmup.sql());
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

    private StatementResult execute(NamedSession session, Backend backend, String sql) {
        count++;
        running = Optional.of(sql);
        StatementResult result = guard.execute(session.windows(), backend, sql);
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
