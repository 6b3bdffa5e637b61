package dev.memcheck.run;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives the server a few seconds to answer a cancel: a backend that waits for itself never does. One of ours is killed
 * then. A connection to somebody else's is given up where nobody is there to decide; a person is told what can be done, and
 * gives it up by cancelling once more. Asked from any thread; what it does it does on a thread of its own.
 *
 * A cancel may come too early: between two statements, when the loop has just found that the text goes on, or before the
 * server has what it is for, and then the server ignores it. So it is sent again where a statement runs on.
 */
final class CancelWatch {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What runs so long after the text was cancelled has not heard of it. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Nothing of a cancelled text begins later than this. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier textIsCancelled;

    private volatile long limitNanos = TimeUnit.SECONDS.toNanos(5);
    private volatile Optional<Consumer<String>> person = Optional.empty();
    private volatile long unanswered;
    private volatile boolean closed;

    /** @param textIsCancelled whether nothing more of the text is to run; false again when the next one begins */
    CancelWatch(BooleanSupplier textIsCancelled) {
        this.textIsCancelled = textIsCancelled;
    }

    /** How long an answer may take from now on. */
    void limit(long millis) {
        limitNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Somebody is there, who is told on the watch's thread. */
    void tells(Consumer<String> listener) {
        person = Optional.of(listener);
    }

    /**
     * A cancel has been sent for what runs.
     *
     * @param forGood whether whatever else is asked of the backend is to end in time, too
     * @param asked false if only a scenario was asked to come to its end
     */
    void cancelled(BackendSlot slot, boolean forGood, boolean asked) {
        long call = slot.call();
        if (call != 0 && call == unanswered) {
            slot.giveUp(spell());
            return;
        }
        if (call == 0 && !forGood && !textIsCancelled.getAsBoolean() || !asked && !forGood) {
            return;
        }
        Thread watch = new Thread(() -> watch(slot, call, forGood, asked), "memcheck-cancel");
        watch.setDaemon(true);
        watch.start();
    }

    void close() {
        closed = true;
    }

    private void watch(BackendSlot slot, long watched, boolean forGood, boolean asked) {
        long call = watched;
        boolean sent = asked;
        boolean again = false;
        long since = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(POLL_NANOS);
            long now = slot.call();
            long waited = System.nanoTime() - since;
            if (now != call) {
                if (!forGood && !textIsCancelled.getAsBoolean()) {
                    return;
                }
                call = now;
                sent = false;
                again = false;
                since = System.nanoTime();
            } else if (call == 0) {
                if (!forGood && waited > IDLE_NANOS) {
                    return;
                }
            } else if (!sent) {
                // A question of ours is no statement to be cancelled, and ends by itself.
                if (forGood ? waited > limitNanos : waited > AGAIN_NANOS && slot.runsStatement()) {
                    slot.cancel();
                    sent = true;
                    since = System.nanoTime();
                }
            } else if (waited > limitNanos) {
                if (end(slot, call, forGood)) {
                    return;
                }
                since = System.nanoTime();
            } else if (!again && waited > AGAIN_NANOS) {
                slot.cancel();
                again = true;
            }
        }
    }

    /** Whether there is nothing more to watch. */
    private boolean end(BackendSlot slot, long call, boolean forGood) {
        if (person.isPresent() && !forGood && !slot.isPrivate()) {
            unanswered = call;
            person.get()
                    .accept("the server has not answered the cancel for " + spell()
                            + ". Ctrl-C again gives up the connection; the process goes on there until it is ended, as by SELECT"
                            + " pg_terminate_backend(" + slot.pid() + ")");
            return true;
        }
        slot.giveUp(spell());
        return !forGood;
    }

    private String spell() {
        return TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms";
    }
}
