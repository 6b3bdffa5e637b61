package dev.memcheck.source;

/** A directory that is no source of an extension. The message says what was found, and what was expected. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
