package dev.memcheck.run;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Gives the server a few seconds to answer a cancel: a backend that waits for itself never does. One of ours is killed
 * then. A connection to somebody else's is given up where nobody is there to decide; a person is told what can be done, and
 * gives it up by cancelling once more. Asked from any thread; what it does it does on a thread of its own.
 */
final class CancelWatch {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private volatile long limitNanos = TimeUnit.SECONDS.toNanos(5);
    private volatile Optional<Consumer<String>> person = Optional.empty();
    private volatile long unanswered;
    private volatile boolean closed;

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
        if (call == 0 && !forGood || !asked && !forGood) {
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
        long since = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(POLL_NANOS);
            long now = slot.call();
            if (now != call) {
                if (!forGood) {
                    return;
                }
                call = now;
                sent = false;
                since = System.nanoTime();
            } else if (call != 0 && System.nanoTime() - since > limitNanos) {
                if (!sent) {
                    slot.cancel();
                    sent = true;
                } else if (end(slot, call, forGood)) {
                    return;
                }
                since = System.nanoTime();
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
