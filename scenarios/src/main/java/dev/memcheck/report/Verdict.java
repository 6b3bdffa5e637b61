package dev.memcheck.report;

import java.util.Locale;

/** How a session ended, rising from good to bad. */
public enum Verdict {
    /** Everything ran and every expectation held. */
    PASSED,
    /** It goes on: the report was asked for in its middle. */
    UNFINISHED,
    /** A finding that counts, a failed expectation, or an error that nobody expected. */
    FAILED,
    /** There was no backend, or one was lost and was not expected to be. */
    NO_BACKEND;

    /** As machine formats have it: {@code passed}, {@code no_backend}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
