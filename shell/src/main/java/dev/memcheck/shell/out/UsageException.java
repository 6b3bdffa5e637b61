package dev.memcheck.shell.out;

/** The user asked for something that cannot be. The message says what was wrong and what was expected. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
