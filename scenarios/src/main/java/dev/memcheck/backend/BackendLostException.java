package dev.memcheck.backend;

import dev.memcheck.sql.SqlError;
import java.util.Optional;

/** The backend under test has gone: it crashed, was terminated, or its server stopped. The message says which. */
public final class BackendLostException extends RuntimeException {
    private final transient Optional<SqlError> error;
    private final transient Optional<String> statement;

    /** @param error the server's last word, if it said one */
    public BackendLostException(String message, Optional<SqlError> error, Throwable cause) {
        this(message, error, Optional.empty(), cause);
    }

    private BackendLostException(
            String message, Optional<SqlError> error, Optional<String> statement, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.statement = statement;
    }

    /** The same, during a statement that was not run for itself. */
    public BackendLostException during(String sql) {
        return new BackendLostException(getMessage(), error, Optional.of(sql), this);
    }

    /** The statement during which it went, where only who raised this knows. */
    public Optional<String> statement() {
        return statement;
    }

    /** The error with which the server ended the connection; empty if it ended without a word. */
    public Optional<SqlError> error() {
        return error;
    }
}
