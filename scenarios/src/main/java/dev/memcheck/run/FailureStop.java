package dev.memcheck.run;

import java.util.List;

/** Whether a failure ends the text, as {@code \set on_error} says. Each text begins anew. */
final class FailureStop {
    private final List<Failure> failures;
    private boolean wanted;
    private int failuresBefore;

    /** @param failures the list of the whole session, which grows */
    FailureStop(List<Failure> failures) {
        this.failures = failures;
    }

    void want(boolean stops) {
        wanted = stops;
    }

    void beginText() {
        failuresBefore = failures.size();
    }

    /** Whether nothing more of this text is to run. */
    boolean isReached() {
        return wanted && failures.size() > failuresBefore;
    }
}
