package dev.memcheck.report;

import dev.memcheck.run.Failure;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One reason why a session did not end well.
 *
 * @param failure what went wrong, and where
 * @param window number of the window that it is about, if it is about one
 */
public record ReportedFailure(Failure failure, OptionalInt window) {
    public ReportedFailure {
        Objects.requireNonNull(failure);
        Objects.requireNonNull(window);
    }
}
