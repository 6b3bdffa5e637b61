package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.Finding;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotFacts;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A backend of which another thread may know whether it is being waited for, whatever was asked of it. */
final class TimedBackend implements Backend {
    private static final AtomicLong CALLS = new AtomicLong();

    private final Backend backend;
    private volatile long call;
    private volatile boolean runsStatement;

    TimedBackend(Backend backend) {
        this.backend = backend;
    }

    /** The number of the call that is being waited for, which no other call has; 0 if none is. Safe from any thread. */
    long call() {
        return call;
    }

    /** Whether the call is a statement or a scenario of the user's, and no question of ours. Safe from any thread. */
    boolean runsStatement() {
        return runsStatement;
    }

    private <T> T statement(Supplier<T> run) {
        runsStatement = true;
        try {
            return timed(run);
        } finally {
            runsStatement = false;
        }
    }

    private <T> T timed(Supplier<T> question) {
        call = CALLS.incrementAndGet();
        try {
            return question.get();
        } finally {
            call = 0;
        }
    }

    @Override
    public BackendFacts facts() {
        return backend.facts();
    }

    @Override
    public Optional<VersionSkew> skew() {
        return backend.skew();
    }

    @Override
    public TransactionState transactionState() {
        return backend.transactionState();
    }

    @Override
    public StatementResult execute(String sql) {
        return statement(() -> backend.execute(sql));
    }

    @Override
    public StatementResult execute(String sql, RowSink sink) {
        return statement(() -> backend.execute(sql, sink));
    }

    @Override
    public StatementResult describe(String sql) {
        return statement(() -> backend.describe(sql));
    }

    @Override
    public List<String> notifications() {
        return backend.notifications();
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return timed(backend::snapshot);
    }

    @Override
    public Optional<SnapshotFacts> glance() {
        return timed(backend::glance);
    }

    @Override
    public Optional<Snapshot> peak() {
        return timed(backend::peak);
    }

    @Override
    public List<ContentPart> contents() {
        return timed(backend::contents);
    }

    @Override
    public Optional<SqlError> beginWindow(WindowOptions options) {
        return timed(() -> backend.beginWindow(options));
    }

    @Override
    public List<Finding> judge() {
        return timed(backend::judge);
    }

    @Override
    public List<Finding> modeFindings() {
        return timed(backend::modeFindings);
    }

    @Override
    public WindowVerdict endWindow() {
        return timed(backend::endWindow);
    }

    @Override
    public ScenarioVerdict runScenario(ScenarioCall scenario) {
        return statement(() -> backend.runScenario(scenario));
    }

    @Override
    public List<String> sessionState() {
        return timed(backend::sessionState);
    }

    @Override
    public void cancel() {
        backend.cancel();
    }

    @Override
    public void abandon() {
        backend.abandon();
    }

    @Override
    public void close() {
        backend.close();
    }
}
