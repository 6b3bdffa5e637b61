package dev.memcheck.outside;

/** What was read does not fit together: it changed while it was read, or is not what the table says. */
final class TornException extends RuntimeException {
    TornException(String message) {
        super(message, null, false, false);
    }
}
