package dev.memcheck.shell.screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The terminal has been closed, or fails: nobody sees what is said, and nobody types. */
public final class TerminalGoneException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    public TerminalGoneException(IOException why) {
        super("the terminal cannot be used", why);
    }

    /** Whether the process ends, as it does where its terminal is hung up: what fails then fails because of that. */
    public static boolean processEnds() {
        try {
            // There is no such hook to take back: before the end that is all there is to it.
            Runtime.getRuntime().removeShutdownHook(new Thread(() -> {}));
            return false;
        } catch (IllegalStateException itDoes) {
            return true;
        }
    }

    /**
     * Gives the signal that tells of a terminal's end the time to come: it, too, says that the terminal fails, and the process then ends by
     * it as psql does.
     */
    public static void awaitEnd() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!processEnds() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
