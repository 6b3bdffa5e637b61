package dev.memcheck.render.view;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** For how long a statement has been seen running. */
final class RunClock {
    private static final long NANOS_PER_MICRO = 1000;

    private final LongSupplier nanoTime;
    private Optional<String> running = Optional.empty();
    private long since;

    RunClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param now what is running now; another statement is another object, even if the text is the same */
    void see(Optional<String> now) {
        if (now.orElse(null) != running.orElse(null)) {
            running = now;
            since = nanoTime.getAsLong();
        }
    }

    /** Raw. */
    Optional<String> running() {
        return running;
    }

    /** In microseconds; empty if nothing is running. */
    OptionalLong elapsed() {
        return running.isPresent()
                ? OptionalLong.of((nanoTime.getAsLong() - since) / NANOS_PER_MICRO)
                : OptionalLong.empty();
    }
}
