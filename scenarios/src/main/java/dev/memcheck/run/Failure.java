package dev.memcheck.run;

import dev.memcheck.script.Position;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One reason why a session did not end well.
 *
 * @param kind what went wrong
 * @param position where in the text, if it has a place there
 * @param text one sentence; may hold raw server text
 * @param finding number of the finding that nobody expected, if it is one
 * @param unwanted whether an expectation does not hold because there is a finding; not known of what was read from a report or capture
 */
public record Failure(Kind kind, Optional<Position> position, String text, OptionalInt finding, boolean unwanted) {
    /** What went wrong. */
    public enum Kind {
        FINDING,
        EXPECTATION,
        SQL_ERROR,
        REFUSED,
        /** Nothing was found because nothing was looked at. */
        NOT_LOOKED_AT,
        BACKEND_LOST
    }

    public Failure {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(position);
        Objects.requireNonNull(text);
        Objects.requireNonNull(finding);
    }

    /** One that is no expectation's. */
    public Failure(Kind kind, Optional<Position> position, String text, OptionalInt finding) {
        this(kind, position, text, finding, false);
    }

    /** One that is no finding. */
    public Failure(Kind kind, Optional<Position> position, String text) {
        this(kind, position, text, OptionalInt.empty());
    }
}
