package dev.memcheck.capture;

import dev.memcheck.finding.Finding;
import java.util.Objects;
import java.util.Optional;

/** One thing that is not the same in two runs. */
public sealed interface Difference {
    /** What is done with each kind of difference. */
    interface Visitor<R> {
        R ofFinding(OfFinding ofFinding);

        R ofBytes(OfBytes ofBytes);

        R ofSession(OfSession ofSession);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /** How it is in the second run. */
    Trend trend();

    /** The session file it is in. */
    String session();

    /** Whether the second run is worse by it. */
    boolean isWorse();

    /**
     * A defect that counts in one of the runs.
     *
     * @param before as the first run has it; empty if it is new
     * @param after as the second run has it; empty if it is gone
     */
    record OfFinding(Trend trend, String session, Optional<Finding> before, Optional<Finding> after)
            implements Difference {
        public OfFinding {
            Objects.requireNonNull(trend);
            Objects.requireNonNull(session);
            if (before.isEmpty() && after.isEmpty()) {
                throw new IllegalArgumentException("a defect is in one of the runs at least");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ofFinding(this);
        }

        @Override
        public boolean isWorse() {
            return trend == Trend.NEW || trend == Trend.WORSE;
        }
    }

    /**
     * What a statement or window retains.
     *
     * @param what the statement, or the title of the window; raw
     * @param before bytes in the first run
     * @param after bytes in the second run
     */
    record OfBytes(Trend trend, String session, String what, long before, long after) implements Difference {
        public OfBytes {
            Objects.requireNonNull(trend);
            Objects.requireNonNull(session);
            Objects.requireNonNull(what);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ofBytes(this);
        }

        @Override
        public boolean isWorse() {
            return trend == Trend.WORSE;
        }
    }

    /**
     * A session that is in one run only, which is bad only where it failed, or that ended otherwise.
     *
     * @param how in a few words
     */
    record OfSession(Trend trend, String session, String how) implements Difference {
        public OfSession {
            Objects.requireNonNull(trend);
            Objects.requireNonNull(session);
            Objects.requireNonNull(how);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ofSession(this);
        }

        @Override
        public boolean isWorse() {
            return trend == Trend.WORSE;
        }
    }
}
