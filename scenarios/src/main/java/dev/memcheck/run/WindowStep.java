package dev.memcheck.run;

import dev.memcheck.backend.WindowOptions;

/** One thing that was done in a window and is done again when the window is repeated. */
sealed interface WindowStep {
    /** A statement ran, and the server refused it or not. */
    record Ran(String sql, boolean failed) implements WindowStep {}

    /** A window was opened inside. */
    record OpenedInner(WindowOptions options) implements WindowStep {}

    /** The innermost window inside was closed. */
    record ClosedInner() implements WindowStep {}
}
