package dev.memcheck.shell.out;

import dev.memcheck.run.RunOutcome;

/** What the process tells its caller. The one place where outcomes become numbers. */
public enum ExitCode {
    GOOD(0),
    /** A finding, a failed expectation, or an SQL error that was not expected. */
    FAILED(1),
    /** Wrong usage, or a session file that does not parse. */
    USAGE(2),
    /** No backend, or one that was lost and was not expected to be. */
    NO_BACKEND(3),
    /** Asked for by {@code --bisect}: nothing can be said of what was run, and git takes another commit. */
    NO_VERDICT(125),
    /** The user stopped it; the number is what a shell makes of Ctrl-C. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static ExitCode of(RunOutcome outcome) {
        if (outcome.lostBackend()) {
            return NO_BACKEND;
        }
        return outcome.isGood() ? GOOD : FAILED;
    }

    /** The worse of two: the one that the user must act on first. */
    public ExitCode or(ExitCode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
