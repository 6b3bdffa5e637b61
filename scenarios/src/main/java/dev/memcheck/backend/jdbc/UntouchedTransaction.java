package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.FirstWord;
import dev.memcheck.sql.TransactionState;
import java.util.Set;

/**
 * Whether the user's transaction has begun and no query has run in it. Any look then would take its snapshot, and {@code SET
 * TRANSACTION} must come before that; what there is to see is seen after the next statement.
 */
final class UntouchedTransaction {
    /** What runs without a snapshot. */
    private static final Set<String> WITHOUT_SNAPSHOT = Set.of("set", "reset", "show", "begin", "start");

    private boolean untouched;

    /**
     * A statement has run.
     *
     * @param before where the transaction stood
     * @param after where it stands
     */
    void ran(String sql, TransactionState before, TransactionState after) {
        boolean begins = before == TransactionState.IDLE && after == TransactionState.OPEN;
        untouched =
                after == TransactionState.OPEN && (begins || untouched) && WITHOUT_SNAPSHOT.contains(FirstWord.of(sql));
    }

    boolean isNow() {
        return untouched;
    }
}
