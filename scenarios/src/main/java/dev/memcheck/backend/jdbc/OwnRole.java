package dev.memcheck.backend.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;
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

    private final BaseConnection connection;
    private final boolean superuser;

    OwnRole(BaseConnection connection) {
        this.connection = connection;
        this.superuser = isSuperuser();
    }

    /** As the session is, unless it has given up being a superuser, or the call fails and there is no transaction that could. */
    <T> T run(Call<T> call) throws SQLException {
        if (superuser && !isSuperuser()) {
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
