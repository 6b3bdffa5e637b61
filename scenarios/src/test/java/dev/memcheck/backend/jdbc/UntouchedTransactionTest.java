package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.sql.TransactionState;
import org.junit.jupiter.api.Test;

class UntouchedTransactionTest {
    private final UntouchedTransaction untouched = new UntouchedTransaction();

    @Test
    void fromItsBeginToItsFirstQuery() {
        untouched.ran("/* so */ BEGIN TRANSACTION", TransactionState.IDLE, TransactionState.OPEN);
        assertThat(untouched.isNow()).isTrue();
        untouched.ran("set transaction isolation level serializable", TransactionState.OPEN, TransactionState.OPEN);
        assertThat(untouched.isNow()).isTrue();
        untouched.ran("SELECT 1", TransactionState.OPEN, TransactionState.OPEN);
        assertThat(untouched.isNow()).isFalse();
        untouched.ran("SHOW role", TransactionState.OPEN, TransactionState.OPEN);
        assertThat(untouched.isNow()).isFalse();
    }

    @Test
    void notOutsideATransactionAndNotAfterOne() {
        untouched.ran("SET a.b = 1", TransactionState.IDLE, TransactionState.IDLE);
        assertThat(untouched.isNow()).isFalse();
        untouched.ran("START TRANSACTION", TransactionState.IDLE, TransactionState.OPEN);
        untouched.ran("COMMIT", TransactionState.OPEN, TransactionState.IDLE);
        assertThat(untouched.isNow()).isFalse();
    }
}
