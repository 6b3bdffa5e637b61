package dev.memcheck.amount;

import java.time.Duration;
import java.util.Locale;

/** Amounts in words: bytes as the server's {@code pg_size_pretty} has them but for {@code 1 byte}, times as psql's {@code \timing}, and counts. */
public final class AmountWords {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

    /** A unit is left for the next larger one from this many on, so that at least two digits are shown. */
    private static final long PLENTY = 10 * 1024L;

    private static final double MICROS_PER_SECOND = 1_000_000.0;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private AmountWords() {}

    /** A size, as in {@code 8192 bytes} or {@code 12 kB}. */
    public static String bytes(long bytes) {
        if (magnitude(bytes) < PLENTY) {
            return bytes + (magnitude(bytes) == 1 ? " byte" : " " + UNITS[0]);
        }
        // Halves of a unit are kept until the end, where they are rounded away from zero.
        long halves = bytes / 512;
        int unit = 1;
        while (unit < UNITS.length - 1 && magnitude(halves) >= 2 * PLENTY - 1) {
            halves /= 1024;
            unit++;
        }
        return (halves + Long.signum(halves)) / 2 + " " + UNITS[unit];
    }

    /** A difference with its sign, as in {@code +128 bytes}; empty for none. */
    public static String difference(long bytes) {
        return bytes == 0 ? "" : bytes > 0 ? "+" + bytes(bytes) : bytes(bytes);
    }

    private static long magnitude(long bytes) {
        return bytes == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(bytes);
    }

    /** What a call leaves on average, rounded to whole bytes. */
    public static String average(double bytes) {
        return bytes(Math.round(bytes));
    }

    /** {@code 1 finding}, {@code 2 findings}. */
    public static String counted(long count, String noun) {
        return counted(count, noun, noun + "s");
    }

    /** {@code 1 match}, {@code 2 matches}. */
    public static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** {@code once}, {@code 3 times}. */
    public static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

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

    /** How long from one to the next: {@code 200 ms}, {@code 5 s}. */
    public static String interval(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /** In whole seconds, for an estimate that moves: {@code 59 s}, {@code 2 min 5 s}, {@code 1 h 12 min}. */
    public static String roughly(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        return seconds < HOUR
                ? seconds / MINUTE + " min " + seconds % MINUTE + " s"
                : seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
    }
}
