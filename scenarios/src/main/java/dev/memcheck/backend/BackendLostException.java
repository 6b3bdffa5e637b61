package dev.memcheck.backend;

import dev.memcheck.sql.SqlError;
import java.util.Optional;

/** The backend under test has gone: it crashed, was terminated, or its server stopped. The message says which. */
public final class BackendLostException extends RuntimeException {
    private final transient Optional<SqlError> error;

    /** @param error the server's last word, if it said one */
    public BackendLostException(String message, Optional<SqlError> error, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /** The error with which the server ended the connection; empty if it ended without a word. */
    public Optional<SqlError> error() {
        return error;
    }
}
