package dev.memcheck.backend;

/** No backend could be had: no server binaries, no connection, a missing library. The message says what to do. */
public final class BackendUnavailableException extends RuntimeException {
    public BackendUnavailableException(String message) {
        super(message);
    }

    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
