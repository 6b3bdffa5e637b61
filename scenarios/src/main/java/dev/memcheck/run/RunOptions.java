package dev.memcheck.run;

import dev.memcheck.finding.Severity;
import java.util.Objects;

/**
 * How a session is run.
 *
 * @param confirmRepeats how many times a window with unconfirmed findings is repeated at its {@code end}; 0 leaves it
 *     to the user
 * @param failOn findings from this severity on are not clean
 * @param keptNodes how many context nodes the snapshots that are kept may have together; the oldest are dropped first
 */
public record RunOptions(int confirmRepeats, Severity failOn, int keptNodes) {
    private static final int KEPT_NODES = 400_000;

    public RunOptions {
        Objects.requireNonNull(failOn);
        if (confirmRepeats < 0) {
            throw new IllegalArgumentException("a window cannot be repeated " + confirmRepeats + " times");
        }
    }

    /** For a person at the prompt, who asks for repeats when they are wanted. */
    public static RunOptions interactive(Severity failOn) {
        return new RunOptions(0, failOn, KEPT_NODES);
    }

    /** For a session file. */
    public static RunOptions batch(int confirmRepeats, Severity failOn) {
        return new RunOptions(confirmRepeats, failOn, KEPT_NODES);
    }
}
