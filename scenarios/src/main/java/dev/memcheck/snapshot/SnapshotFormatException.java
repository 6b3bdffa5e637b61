package dev.memcheck.snapshot;

/** Bytes that are no snapshot this version can read. The message says what stood where, and what was expected. */
public final class SnapshotFormatException extends RuntimeException {
    public SnapshotFormatException(String message) {
        super(message);
    }

    public SnapshotFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
