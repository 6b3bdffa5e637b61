package dev.memcheck.render.text;

import java.util.Locale;

/** Times in words, as psql's {@code \timing} prints them. */
public final class Durations {
    private static final double MICROS_PER_SECOND = 1_000_000.0;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Durations() {}

    /** psql's line: {@code Time: 1.234 ms}, and from a second on {@code Time: 61234.500 ms (01:01.235)}. */
    public static String timing(long micros) {
        String milliseconds = String.format(Locale.ROOT, "Time: %.3f ms", micros / 1000.0);
        return micros < 1_000_000 ? milliseconds : milliseconds + " (" + clock(micros) + ")";
    }

    /** Short, for a status line: {@code 1.2 ms}, {@code 3.4 s}, {@code 01:01.235}. */
    public static String brief(long micros) {
        if (micros < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
        }
        if (micros < 60_000_000) {
            return String.format(Locale.ROOT, "%.1f s", micros / MICROS_PER_SECOND);
        }
        return clock(micros);
    }

    private static String clock(long micros) {
        long whole = micros / 1_000_000;
        double seconds = whole % MINUTE + micros % 1_000_000 / MICROS_PER_SECOND;
        long minutes = whole % HOUR / MINUTE;
        long hours = whole % DAY / HOUR;
        if (whole < HOUR) {
            return String.format(Locale.ROOT, "%02d:%06.3f", minutes, seconds);
        }
        if (whole < DAY) {
            return String.format(Locale.ROOT, "%02d:%02d:%06.3f", hours, minutes, seconds);
        }
        return String.format(Locale.ROOT, "%d d %02d:%02d:%06.3f", whole / DAY, hours, minutes, seconds);
    }
}
