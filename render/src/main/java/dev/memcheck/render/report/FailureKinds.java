package dev.memcheck.render.report;

import dev.memcheck.run.Failure;
import java.util.Locale;

/** The kinds of failure in the words of reports. */
final class FailureKinds {
    private FailureKinds() {}

    /** As machine formats have it: {@code sql_error}. */
    static String label(Failure.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What it is: one sentence, without a full stop. */
    static String meaning(Failure.Kind kind) {
        return switch (kind) {
            case FINDING -> "a finding counts in a session that expects to be clean";
            case EXPECTATION -> "an expectation did not hold";
            case SQL_ERROR -> "a statement failed that was expected to succeed";
            case REFUSED -> "a command or a window was refused";
            case NOT_LOOKED_AT -> "nothing was looked at, so a run without findings proves nothing";
            case BACKEND_LOST -> "there was no backend, or it was lost";
        };
    }
}
