package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;

/**
 * Lines of the server's log that extensions write in a session, as messages of its statements: so they are compared as the others
 * are. Only a superuser's session has them.
 */
final class LogLines {
    private static final String SETTING = "pg_ext_memcheck.log_to_client";

    private LogLines() {}

    /** Whether they come from now on. In a transaction, which a refusal would end, they do not. */
    static boolean show(Backend backend) {
        return backend.transactionState() == TransactionState.IDLE
                && !(backend.execute("SET " + SETTING + " = on") instanceof StatementResult.Failed);
    }

    /** They come no longer, if they did. */
    static void hide(Backend backend, boolean shown) {
        if (shown) {
            backend.execute("RESET " + SETTING);
        }
    }
}
