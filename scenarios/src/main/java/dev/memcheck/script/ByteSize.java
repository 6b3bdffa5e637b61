package dev.memcheck.script;

import java.util.Optional;

/** Sizes as session files write them: a whole number and B, kB, MB or GB, each 1024 of the one before. */
final class ByteSize {
    private static final String[] UNITS = {"B", "kB", "MB", "GB"};

    /** All units, for messages. */
    static final String UNIT_NAMES = "B, kB, MB or GB";

    private ByteSize() {}

    /** Bytes in one of this unit, whatever its case; empty for another word. */
    static Optional<Long> bytesOf(String unit) {
        long bytes = 1;
        for (String known : UNITS) {
            if (known.equalsIgnoreCase(unit)) {
                return Optional.of(bytes);
            }
            bytes *= 1024;
        }
        return Optional.empty();
    }

    /** The shortest form that is exact: 1024 gives {@code 1kB}, 1000 gives {@code 1000}. */
    static String format(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(value) : value + UNITS[unit];
    }
}
