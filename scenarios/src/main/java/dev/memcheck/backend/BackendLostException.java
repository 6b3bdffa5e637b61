package dev.memcheck.backend;

/** The backend under test has gone: it crashed, was terminated, or its server stopped. The message says which. */
public final class BackendLostException extends RuntimeException {
    public BackendLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
