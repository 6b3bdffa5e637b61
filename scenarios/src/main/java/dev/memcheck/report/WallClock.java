package dev.memcheck.report;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The only one who asks the machine what time it is. An administrator or NTP may set that clock forwards and back, so what
 * takes time is measured by {@link System#nanoTime}, and a moment is the beginning plus what has passed since.
 */
public final class WallClock {
    private WallClock() {}

    /** A clock that is set once, now, and then only runs forwards. */
    public static InstantSource startedNow() {
        return running(Instant.now(), System::nanoTime);
    }

    static InstantSource running(Instant start, LongSupplier nanoTime) {
        long begun = nanoTime.getAsLong();
        return () -> start.plusNanos(nanoTime.getAsLong() - begun);
    }

    /** The date, the same for everybody who works on a repository. */
    public static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** What the user's own clock shows. */
    public static LocalDateTime local() {
        return LocalDateTime.now();
    }
}
