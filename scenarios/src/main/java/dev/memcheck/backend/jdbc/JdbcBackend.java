package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.finding.Finding;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * A backend reached through the PostgreSQL JDBC driver, in autocommit, one statement at a time. Statements of the user
 * go through the driver's protocol layer as typed; what memcheck itself asks goes through JDBC proper.
 */
final class JdbcBackend implements Backend {
    private static final String FUNCTION_NOT_FOUND = "42883";

    /** The role last: it may not be allowed the settings. */
    private static final String SESSION_STATE = """
            SELECT pg_catalog.format('SELECT pg_catalog.set_config(%L, %L, false)', name,
                                     pg_catalog.current_setting(name))
            FROM pg_catalog.pg_settings
            WHERE source OPERATOR(pg_catalog.=) 'session' AND context OPERATOR(pg_catalog.=) ANY ('{user,superuser}')
            UNION ALL
            SELECT pg_catalog.format('SET SESSION AUTHORIZATION %I', session_user)
            UNION ALL
            SELECT CASE WHEN pg_catalog.current_setting('role') OPERATOR(pg_catalog.=) 'none' THEN 'RESET ROLE'
                   ELSE pg_catalog.format('SET ROLE %I', current_user) END
            """;

    private final BaseConnection connection;
    private final QueryExecutor executor;
    private final BackendFacts facts;
    private final OwnRole ownRole;
    private final Optional<RowTap> tap;
    private final LimitsQuery limits;
    private SnapshotSource snapshots;
    private volatile boolean running;

    private JdbcBackend(
            BaseConnection connection,
            BackendFacts facts,
            SnapshotSource snapshots,
            LimitsQuery limits,
            Optional<RowTap> tap) {
        this.tap = tap;
        this.limits = limits;
        this.connection = connection;
        this.executor = connection.getQueryExecutor();
        this.facts = facts;
        this.ownRole = new OwnRole(connection);
        this.snapshots = snapshots;
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
            QueryExecutor executor = connection.getQueryExecutor();
            BackendFacts facts = new BackendFacts(
                    executor.getBackendPID(),
                    executor.getServerVersion().split(" ", 2)[0],
                    executor.getServerVersionNum(),
                    extension.version(),
                    where(executor));
            JdbcBackend backend = new JdbcBackend(
                    connection,
                    facts,
                    extension.snapshots(connection),
                    new LimitsQuery(connection, extension.tellsLimits()),
                    tap);
            backend.warmUp();
            return backend;
        } catch (IOException e) {
            connection.close();
            throw new SQLException("the connection was lost at once: " + e.getMessage(), "08006", e);
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            connection.close();
            throw e;
        }
    }

    private static String where(QueryExecutor executor) {
        return "database \"" + executor.getDatabase() + "\" as user \"" + executor.getUser() + "\" on host \""
                + executor.getHostSpec().getHost() + "\" at port "
                + executor.getHostSpec().getPort();
    }

    /**
     * First use of anything fills the server's caches. Done here once, so that it is not seen in the first window: an
     * empty window and the snapshots around it.
     */
    private void warmUp() {
        snapshot();
        if (facts.extensionVersion().isPresent()
                && beginWindow(WindowOptions.none()).isEmpty()) {
            judge();
            endWindow();
        }
        snapshot();
    }

    @Override
    public BackendFacts facts() {
        return facts;
    }

    @Override
    public TransactionState transactionState() {
        switch (executor.getTransactionState()) {
            case OPEN:
                return TransactionState.OPEN;
            case FAILED:
                return TransactionState.FAILED;
            case IDLE:
            default:
                return TransactionState.IDLE;
        }
    }

    @Override
    public StatementResult execute(String sql) {
        return execute(sql, RowSink.none());
    }

    @Override
    public StatementResult execute(String sql, RowSink sink) {
        long start = System.nanoTime();
        running = true;
        try {
            return CopyOutput.isMeantBy(sql) ? copy(sql, start) : query(sql, start, sink);
        } finally {
            running = false;
        }
    }

    private StatementResult query(String sql, long start, RowSink sink) {
        ResultCollector collector = new ResultCollector(executor.getEncoding(), sink);
        tap.ifPresent(current -> current.to(Optional.of(collector)));
        int flags = QueryExecutor.QUERY_ONESHOT
                | QueryExecutor.QUERY_SUPPRESS_BEGIN
                | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS
                | QueryExecutor.QUERY_NO_BINARY_TRANSFER;
        if (executor.getPreferQueryMode() == PreferQueryMode.SIMPLE) {
            flags |= QueryExecutor.QUERY_EXECUTE_AS_SIMPLE;
        }
        try {
            Query query = executor.createQuery(sql, false, false).query;
            executor.execute(query, null, collector, 0, 0, flags);
            return collector.result(micros(start));
        } catch (SQLException e) {
            return failed(e, start, collector.notices());
        } finally {
            tap.ifPresent(current -> current.to(Optional.empty()));
        }
    }

    private StatementResult copy(String sql, long start) {
        CopyOutput output = new CopyOutput();
        try {
            long rows = output.take(executor, sql);
            return new StatementResult.Copied(output.lines(), rows, micros(start), List.copyOf(output.notices()));
        } catch (SQLException e) {
            return failed(e, start, output.notices());
        }
    }

    private StatementResult failed(SQLException e, long start, List<SqlError> notices) {
        throwIfLost(e);
        return new StatementResult.Failed(ServerErrors.ofStatement(e), micros(start), List.copyOf(notices));
    }

    private static long micros(long startNanos) {
        return (System.nanoTime() - startNanos) / 1000;
    }

    @Override
    public Optional<Snapshot> snapshot() {
        if (transactionState() == TransactionState.FAILED) {
            return Optional.empty();
        }
        try {
            return Optional.of(ownRole.run(snapshots::take));
        } catch (SQLException e) {
            throwIfLost(e);
            return FUNCTION_NOT_FOUND.equals(e.getSQLState()) ? snapshotAfterNewLookup() : Optional.empty();
        }
    }

    /** The user may have dropped and created the extension again, and then its function has another OID. */
    private Optional<Snapshot> snapshotAfterNewLookup() {
        try {
            snapshots = ExtensionLookup.in(connection).snapshots(connection);
            return Optional.of(snapshots.take());
        } catch (SQLException e) {
            throwIfLost(e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Snapshot> peak() {
        if (transactionState() == TransactionState.FAILED) {
            return Optional.empty();
        }
        try {
            return ownRole.run(snapshots::peak);
        } catch (SQLException e) {
            throwIfLost(e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<SqlError> beginWindow(WindowOptions options) {
        if (facts.extensionVersion().isEmpty()) {
            return Optional.of(ExtensionLookup.missing(facts));
        }
        try {
            return ownRole.run(() -> open(options));
        } catch (SQLException e) {
            throwIfLost(e);
            return Optional.of(refusal(e, ExtensionLookup.WINDOWS));
        }
    }

    private Optional<SqlError> open(WindowOptions options) throws SQLException {
        String json = options.name().isPresent()
                ? "coalesce(?::pg_catalog.jsonb, '{}') OPERATOR(pg_catalog.||)"
                        + " pg_catalog.jsonb_build_object('name', ?::pg_catalog.text)"
                : "?::pg_catalog.jsonb";
        try (PreparedStatement statement = connection.prepareStatement("SELECT ext_memcheck.begin(?, " + json + ")")) {
            statement.setString(1, options.pattern().orElse(""));
            statement.setString(2, options.json().orElse(null));
            if (options.name().isPresent()) {
                statement.setString(3, options.name().get());
            }
            statement.execute();
            return Optional.empty();
        }
    }

    @Override
    public List<Finding> judge() {
        if (facts.extensionVersion().isEmpty() || transactionState() == TransactionState.FAILED) {
            return List.of();
        }
        try {
            return ownRole.run(() -> verdict("ext_memcheck.judge()")).findings();
        } catch (SQLException e) {
            throwIfLost(e);
            return List.of();
        }
    }

    @Override
    public WindowVerdict endWindow() {
        if (facts.extensionVersion().isEmpty()) {
            return WindowVerdict.refused(ExtensionLookup.missing(facts));
        }
        try {
            WindowVerdict verdict = ownRole.run(() -> verdict("ext_memcheck.\"end\"()"));
            return verdict.limitedBy(limits.latest(ownRole));
        } catch (SQLException e) {
            throwIfLost(e);
            return WindowVerdict.refused(refusal(e, ExtensionLookup.WINDOWS));
        }
    }

    @Override
    public ScenarioVerdict runScenario(ScenarioCall call) {
        if (facts.extensionVersion().isEmpty()) {
            return ScenarioVerdict.refused(ExtensionLookup.missing(facts));
        }
        ScenarioQuery query = new ScenarioQuery(connection);
        running = true;
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
        List<String> state = new ArrayList<>();
        if (transactionState() == TransactionState.FAILED) {
            return state;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SESSION_STATE)) {
            while (rows.next()) {
                state.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throwIfLost(e);
        }
        return state;
    }

    private SqlError refusal(SQLException e, List<String> functions) {
        return ExtensionLookup.withGrant(ServerErrors.of(e), executor.getUser(), functions);
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
        if (facts.extensionVersion().isEmpty() || transactionState() == TransactionState.FAILED) {
            return List.of();
        }
        try {
            return ownRole.run(() -> verdict(FindingReader.OF_MODE)).findings();
        } catch (SQLException e) {
            throwIfLost(e);
            return List.of();
        }
    }

    private WindowVerdict verdict(String function) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + FindingReader.COLUMNS + " FROM " + function)) {
            List<Finding> findings = new ArrayList<>(FindingReader.all(rows));
            findings.sort(Finding.WORST_FIRST);
            List<SqlError> warnings = new ArrayList<>();
            for (SQLException warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextException()) {
                warnings.add(ServerErrors.of(warning));
            }
            return new WindowVerdict(findings, warnings, Optional.empty(), Optional.empty());
        }
    }

    @Override
    public void cancel() {
        if (!running) {
            return;
        }
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
