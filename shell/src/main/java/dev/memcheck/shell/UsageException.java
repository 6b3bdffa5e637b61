package dev.memcheck.shell;

/** The user asked for something that cannot be. The message says what was wrong and what was expected. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
