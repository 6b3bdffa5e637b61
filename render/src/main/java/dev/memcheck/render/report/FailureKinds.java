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
        switch (kind) {
            case FINDING:
                return "a finding counts in a session that expects to be clean";
            case EXPECTATION:
                return "an expectation did not hold";
            case SQL_ERROR:
                return "a statement failed that was expected to succeed";
            case REFUSED:
                return "a command or a window was refused";
            case NOT_LOOKED_AT:
                return "nothing was looked at, so that no findings mean nothing";
            case BACKEND_LOST:
                return "there was no backend, or it was lost";
        }
        throw new IllegalStateException(kind.name());
    }
}
