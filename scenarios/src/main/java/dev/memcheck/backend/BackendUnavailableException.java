package dev.memcheck.backend;

import java.sql.SQLException;

/** No backend could be had: no server binaries, no connection, a missing library. The message says what to do. */
public final class BackendUnavailableException extends RuntimeException {
    private static final String NO_SUCH_DATABASE = "3D000";

    public BackendUnavailableException(String message) {
        super(message);
    }

    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the server is there and has no database of that name. */
    public boolean isForWantOfDatabase() {
        return getCause() instanceof SQLException refusal && NO_SUCH_DATABASE.equals(refusal.getSQLState());
    }
}
