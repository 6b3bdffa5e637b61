package dev.memcheck.backend.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;

/**
 * Runs memcheck's own calls as the role that connected, whatever role the session has taken since: what runs as another one
 * is looked at all the same. The settings are local to a transaction or savepoint of our own, so that nothing of them stays.
 */
final class OwnRole {
    /** A call of the driver. */
    interface Call<T> {
        T run() throws SQLException;
    }

    private static final String SUPERUSER = "is_superuser";
    private static final String SESSION_USER = "session_authorization";

    /** The OID of {@code pg_catalog.current_user()}, the same in all versions. */
    static final int CURRENT_USER = 745;

    private final BaseConnection connection;
    private final boolean superuser;

    OwnRole(BaseConnection connection) {
        this.connection = connection;
        this.superuser = isSuperuser();
    }

    /** As the session is, unless it has taken another role, or the call fails and there is no transaction that could. */
    <T> T run(Call<T> call) throws SQLException {
        if (tookAnother()) {
            return aside(call);
        }
        try {
            return call.run();
        } catch (SQLException refused) {
            if (connection.getQueryExecutor().isClosed() || transaction() != TransactionState.IDLE) {
                throw refused;
            }
            return aside(call);
        }
    }

    /**
     * The server reports it when a superuser becomes somebody who is none. Of others it tells nothing, and a call that
     * another role is not allowed would end the user's transaction, so it is asked: by the fast path, so that what is asked
     * is no statement.
     */
    private boolean tookAnother() throws SQLException {
        if (superuser || transaction() == TransactionState.FAILED) {
            return superuser && !isSuperuser();
        }
        return !currentUser().equals(connection.getParameterStatus(SESSION_USER));
    }

    // The driver advises prepared statements instead, which is what is to be avoided here.
    @SuppressWarnings("deprecation")
    private String currentUser() throws SQLException {
        QueryExecutor executor = connection.getQueryExecutor();
        byte[] name = executor.fastpathCall(CURRENT_USER, executor.createFastpathParameters(0), true);
        return new String(name, StandardCharsets.UTF_8);
    }

    private <T> T aside(Call<T> call) throws SQLException {
        boolean inTransaction = transaction() == TransactionState.OPEN;
        execute(inTransaction ? "SAVEPOINT memcheck_own" : "BEGIN");
        try {
            execute("SET LOCAL SESSION AUTHORIZATION DEFAULT");
            execute("SET LOCAL ROLE NONE");
            execute("SET LOCAL statement_timeout = 0");
            return call.run();
        } finally {
            if (!connection.getQueryExecutor().isClosed()) {
                execute(inTransaction ? "ROLLBACK TO SAVEPOINT memcheck_own" : "COMMIT");
                if (inTransaction) {
                    execute("RELEASE SAVEPOINT memcheck_own");
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private TransactionState transaction() {
        return connection.getQueryExecutor().getTransactionState();
    }

    private boolean isSuperuser() {
        return "on".equals(connection.getParameterStatus(SUPERUSER));
    }
}
