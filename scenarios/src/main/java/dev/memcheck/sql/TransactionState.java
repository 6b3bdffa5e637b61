package dev.memcheck.sql;

/** Where a backend's transaction stands. */
public enum TransactionState {
    IDLE,
    OPEN,
    FAILED
}
