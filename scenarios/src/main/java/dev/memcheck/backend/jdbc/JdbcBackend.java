package dev.memcheck.backend.jdbc;

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
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;

/**
 * A backend reached through the PostgreSQL JDBC driver, in autocommit, one statement at a time. Statements of the user
 * go through the driver's protocol layer as typed; what memcheck itself asks goes through JDBC proper.
 */
final class JdbcBackend implements Backend {
    private static final String FUNCTION_NOT_FOUND = "42883";
    private static final List<String> NOT_FOUND = List.of("3F000", FUNCTION_NOT_FOUND);

    private final BaseConnection connection;
    private final QueryExecutor executor;
    private final OwnRole ownRole;
    private final StatementCall call;
    private final UntouchedTransaction untouched = new UntouchedTransaction();
    private SnapshotSource snapshots;
    private LimitsQuery limits;
    private ExtensionLookup extension;

    /** Written by the loop's thread, when the user has created or dropped the extension. */
    private volatile BackendFacts facts;

    private volatile boolean running;

    /** Whether the session has loaded the library for itself. */
    private boolean alone;

    /** Whether the latest look was refused: another one would end the user's transaction. */
    private boolean unseen;

    private JdbcBackend(BaseConnection connection, ExtensionLookup extension, Optional<RowTap> tap) {
        this.call = new StatementCall(connection.getQueryExecutor(), tap);
        this.connection = connection;
        this.executor = connection.getQueryExecutor();
        this.ownRole = new OwnRole(connection);
        found(extension);
    }

    private void found(ExtensionLookup now) {
        alone |= extension != null
                && extension.loaded().isEmpty()
                && now.loaded().isPresent();
        extension = now;
        snapshots = now.snapshots(connection);
        limits = new LimitsQuery(connection, now.tellsLimits());
        facts = now.facts(executor, alone);
    }

    /**
     * Takes over a fresh connection and warms it up.
     *
     * @throws SQLException if the server refuses; the connection is closed then
     */
    static JdbcBackend on(BaseConnection connection) throws SQLException {
        try {
            ExtensionLookup extension = ExtensionLookup.in(connection);
            Optional<RowTap> tap = RowTap.into(connection);
            JdbcBackend backend = new JdbcBackend(connection, extension, tap);
            backend.warmUp();
            return backend;
        } catch (IOException e) {
            connection.close();
            String why = e.getMessage() == null ? "the other side closed it" : e.getMessage();
            throw new SQLException("the connection was lost at once: " + why, "08006", e);
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            connection.close();
            throw e;
        }
    }

    /**
     * First use of anything fills the server's caches. Done here once, so that it is not seen in the first window: an
     * empty window and the snapshots around it.
     */
    private void warmUp() throws SQLException, IOException {
        if (extension.comesWithFirstCall()) {
            snapshot();
            found(ExtensionLookup.in(connection));
        }
        if (!WarmUp.isDone(connection, extension, snapshots)) {
            snapshot();
            if (extension.isUsable() && beginWindow(WindowOptions.none()).isEmpty()) {
                judge();
                endWindow();
            }
            snapshot();
        }
    }

    @Override
    public BackendFacts facts() {
        return facts;
    }

    @Override
    public Optional<VersionSkew> skew() {
        return extension.skew();
    }

    @Override
    public TransactionState transactionState() {
        return switch (executor.getTransactionState()) {
            case IDLE -> TransactionState.IDLE;
            case OPEN -> TransactionState.OPEN;
            case FAILED -> TransactionState.FAILED;
        };
    }

    @Override
    public StatementResult execute(String sql) {
        return execute(sql, RowSink.none());
    }

    @Override
    public StatementResult execute(String sql, RowSink sink) {
        running = true;
        snapshots.forget();
        TransactionState before = transactionState();
        try {
            return call.run(sql, sink);
        } finally {
            running = false;
            untouched.ran(sql, before, transactionState());
        }
    }

    @Override
    public StatementResult describe(String sql) {
        running = true;
        snapshots.forget();
        try {
            return call.describe(sql);
        } finally {
            running = false;
        }
    }

    @Override
    public List<String> notifications() {
        try {
            return Notifications.take(executor);
        } catch (SQLException e) {
            throwIfLost(e);
            return List.of();
        }
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return look(SnapshotSource::take);
    }

    @Override
    public Optional<SnapshotFacts> glance() {
        return look(SnapshotSource::glance);
    }

    private <T> Optional<T> look(SnapshotSource.Look<T> look) {
        boolean inTransaction = transactionState() != TransactionState.IDLE;
        if (transactionState() == TransactionState.FAILED || untouched.isNow() || unseen && inTransaction) {
            return Optional.empty();
        }
        try {
            T seen = ownRole.run(() -> look.at(snapshots));
            unseen = false;
            return Optional.of(seen);
        } catch (SQLException e) {
            throwIfLost(e);
            unseen = true;
            return FUNCTION_NOT_FOUND.equals(e.getSQLState()) ? lookAfterNewLookup(look) : Optional.empty();
        }
    }

    /** The user may have dropped and created the extension again, and then its function has another OID. */
    private <T> Optional<T> lookAfterNewLookup(SnapshotSource.Look<T> look) {
        try {
            found(ExtensionLookup.in(connection));
            return Optional.of(look.at(snapshots));
        } catch (SQLException e) {
            throwIfLost(e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Snapshot> peak() {
        return asked(snapshots::peak, Optional.empty());
    }

    @Override
    public List<ContentPart> contents() {
        snapshots.forget();
        return asked(() -> ContentsQuery.of(connection), List.of());
    }

    /** What came of a question; the other where the server runs none now, or refuses it. */
    private <T> T asked(OwnRole.Call<T> question, T otherwise) {
        if (transactionState() == TransactionState.FAILED || untouched.isNow()) {
            return otherwise;
        }
        try {
            return ownRole.run(question);
        } catch (SQLException e) {
            throwIfLost(e);
            return otherwise;
        }
    }

    @Override
    public Optional<SqlError> beginWindow(WindowOptions options) {
        try {
            if (!extension.isUsable() && transactionState() != TransactionState.FAILED) {
                found(ExtensionLookup.in(connection));
            }
            Optional<SqlError> obstacle = extension.obstacle(facts);
            return obstacle.isPresent() ? obstacle : ownRole.run(() -> open(options));
        } catch (SQLException e) {
            throwIfLost(e);
            return Optional.of(hasGone(e) ? extension.missing(facts) : refusal(e, ExtensionLookup.WINDOWS));
        }
    }

    /** Whether the user has dropped the extension. */
    private boolean hasGone(SQLException refused) {
        if (!NOT_FOUND.contains(String.valueOf(refused.getSQLState()))
                || transactionState() == TransactionState.FAILED) {
            return false;
        }
        try {
            found(ExtensionLookup.in(connection));
        } catch (SQLException e) {
            throwIfLost(e);
        }
        return facts.extensionVersion().isEmpty();
    }

    /**
     * DDL empties the server's lists of functions by name, which asking for a verdict fills again. Were that left to the first
     * question inside the window, its bytes would be in the window and in none of its statements.
     */
    private Optional<SqlError> open(WindowOptions options) throws SQLException {
        verdict(FindingReader.NONE);
        new WindowOpening(connection, facts.extensionVersion()).open(options);
        return Optional.empty();
    }

    @Override
    public List<Finding> judge() {
        if (facts.extensionVersion().isEmpty() || transactionState() == TransactionState.FAILED || untouched.isNow()) {
            return List.of();
        }
        try {
            return ownRole.run(() -> verdict(FindingReader.OF_STATEMENT)).findings();
        } catch (SQLException e) {
            throwIfLost(e);
            return List.of();
        }
    }

    @Override
    public WindowVerdict endWindow() {
        if (facts.extensionVersion().isEmpty()) {
            return WindowVerdict.refused(extension.missing(facts));
        }
        try {
            WindowVerdict verdict = ownRole.run(() -> verdict(FindingReader.OF_WINDOW));
            return verdict.limitedBy(limits.latest(ownRole));
        } catch (SQLException e) {
            throwIfLost(e);
            return WindowVerdict.refused(refusal(e, ExtensionLookup.WINDOWS));
        }
    }

    @Override
    public ScenarioVerdict runScenario(ScenarioCall call) {
        if (facts.extensionVersion().isEmpty()) {
            return ScenarioVerdict.refused(extension.missing(facts));
        }
        ScenarioQuery query = new ScenarioQuery(connection);
        running = true;
        snapshots.forget();
        try {
            return query.run(call);
        } catch (SQLException e) {
            throwIfLost(e);
            return ScenarioVerdict.refused(
                    lacks(query, e) ? ExtensionLookup.withoutScenarios(facts) : refusal(e, ExtensionLookup.SCENARIOS));
        } finally {
            running = false;
        }
    }

    @Override
    public List<String> sessionState() {
        if (transactionState() == TransactionState.FAILED) {
            return List.of();
        }
        try {
            return SessionStateQuery.run(connection);
        } catch (SQLException e) {
            throwIfLost(e);
            return List.of();
        }
    }

    private SqlError refusal(SQLException e, List<String> functions) {
        return ExtensionLookup.withAdvice(ServerErrors.of(e), executor.getUser(), functions);
    }

    private boolean lacks(ScenarioQuery query, SQLException refused) {
        try {
            return FUNCTION_NOT_FOUND.equals(refused.getSQLState())
                    && transactionState() != TransactionState.FAILED
                    && query.isMissing();
        } catch (SQLException e) {
            throwIfLost(e);
            return false;
        }
    }

    @Override
    public List<Finding> modeFindings() {
        if (facts.extensionVersion().isEmpty() || transactionState() == TransactionState.FAILED || untouched.isNow()) {
            return List.of();
        }
        try {
            boolean on = FindingReader.isModeOn(connection);
            return on ? ownRole.run(() -> verdict(FindingReader.OF_MODE)).findings() : List.of();
        } catch (SQLException e) {
            throwIfLost(e);
            return List.of();
        }
    }

    private WindowVerdict verdict(String function) throws SQLException {
        snapshots.forget();
        return FindingReader.verdict(connection, function);
    }

    @Override
    public void cancel() {
        if (!running) {
            return;
        }
        call.cancelled();
        try {
            connection.cancelQuery();
        } catch (SQLException alreadyGone) {
            // The statement's own thread meets the same loss and tells it.
        }
    }

    @Override
    public void abandon() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyGone) {
            // Nobody waits any more.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // Nothing is left to close.
        }
    }

    /** An ERROR of the server is a result, whatever its SQLSTATE; what ends the connection is not. */
    private void throwIfLost(SQLException e) {
        if (executor.isClosed()) {
            throw ServerErrors.loss(facts.pid(), e);
        }
    }
}
