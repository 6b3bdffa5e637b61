package dev.memcheck.shell.live;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at a backend again and again, on a thread of its own, while somebody follows it. A look that was overtaken is
 * thrown away: a tree of the middle of a statement must not come after that of its end.
 */
final class LiveFeed implements AutoCloseable {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(200);

    private final Supplier<Observation> look;
    private Optional<Observation> latest = Optional.empty();
    private Optional<Duration> interval = Optional.of(DEFAULT_INTERVAL);
    private boolean following;
    private boolean closed;
    private long round;

    /** @param look takes one look; called by one thread */
    LiveFeed(Supplier<Observation> look) {
        this.look = look;
        Thread thread = new Thread(this::feed, "memcheck-observe");
        thread.setDaemon(true);
        thread.start();
    }

    /** The latest look; the same object until there is a new one. */
    synchronized Optional<Observation> latest() {
        return latest;
    }

    /** How long to wait from one look to the next; empty pauses. */
    synchronized void every(Optional<Duration> newInterval) {
        interval = newInterval;
        notifyAll();
    }

    /** Looks from now on. The first look comes after one interval: what is over by then is not disturbed. */
    synchronized void follow() {
        following = true;
        round++;
        notifyAll();
    }

    /** Looks no longer; this is how it ended. */
    synchronized void settle(Observation last) {
        following = false;
        round++;
        latest = Optional.of(last);
        notifyAll();
    }

    /** Ends without waiting for a look that is being taken. */
    @Override
    public synchronized void close() {
        closed = true;
        round++;
        notifyAll();
    }

    private void feed() {
        try {
            for (long taken = await(); taken >= 0; taken = await()) {
                store(taken, takeLook());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Observation takeLook() {
        try {
            return look.get();
        } catch (BackendUnavailableException e) {
            return new Observation.Unseen(e.getMessage());
        }
    }

    private synchronized void store(long taken, Observation seen) {
        if (taken == round) {
            latest = Optional.of(seen);
        }
    }

    /** Waits until it is time for a look, and gives the round that it belongs to; negative at the end. */
    private synchronized long await() throws InterruptedException {
        long since = System.nanoTime();
        long waited = round;
        while (!closed) {
            if (waited != round) {
                since = System.nanoTime();
                waited = round;
            }
            if (!following || interval.isEmpty()) {
                wait();
                continue;
            }
            long left = interval.get().toNanos() - (System.nanoTime() - since);
            if (left <= 0) {
                return round;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return -1;
    }
}
