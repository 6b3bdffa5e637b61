package dev.memcheck.outside;

/** The tree cannot be read. The message is a sentence: why, and what to do. */
public final class OutsideException extends RuntimeException {
    OutsideException(String message) {
        super(message);
    }

    OutsideException(String message, Throwable cause) {
        super(message, cause);
    }
}
