package dev.memcheck.backend;

/** Where a backend's transaction stands. */
public enum TransactionState {
    IDLE,
    OPEN,
    FAILED
}
