package dev.memcheck.run;

import dev.memcheck.backend.WindowOptions;
import dev.memcheck.sql.CopyData;
import java.util.Optional;

/** One thing that was done in a window and is done again when the window is repeated. */
sealed interface WindowStep {
    /** What is done with each kind of step. */
    interface Visitor<R> {
        R ran(Ran ran);

        R openedInner(OpenedInner openedInner);

        R closedInner(ClosedInner closedInner);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /**
     * A statement ran, and the server refused it or not.
     *
     * @param described whether the server only said what its result would be
     * @param data what it read, if it was {@code COPY ... FROM STDIN}
     */
    record Ran(String sql, boolean described, boolean failed, Optional<CopyData> data) implements WindowStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ran(this);
        }
    }

    /** A window was opened inside. */
    record OpenedInner(WindowOptions options) implements WindowStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.openedInner(this);
        }
    }

    /** The innermost window inside was closed. */
    record ClosedInner() implements WindowStep {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closedInner(this);
        }
    }
}
