package dev.memcheck.render.text;

/** Sizes in words, with the units and the rounding of the server's {@code pg_size_pretty}. */
public final class ByteSizes {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

    /** A unit is left for the next larger one from this many on, so that at least two digits are shown. */
    private static final long PLENTY = 10 * 1024L;

    private ByteSizes() {}

    /** A size, as in {@code 8192 bytes} or {@code 12 kB}. */
    public static String of(long bytes) {
        if (magnitude(bytes) < PLENTY) {
            return bytes + " " + UNITS[0];
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
        return bytes == 0 ? "" : bytes > 0 ? "+" + of(bytes) : of(bytes);
    }

    private static long magnitude(long bytes) {
        return bytes == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(bytes);
    }
}
