package dev.memcheck.script;

import java.math.BigDecimal;
import java.util.Locale;

/** What is measured of a statement or window, in bytes; of a scenario, in hundredths. */
public enum Measure {
    /** Used bytes that stayed in contexts as old as the backend; negative if some were given back. */
    RETAINED,
    /** The most that a statement held at one time, above what was there before it. */
    PEAK,
    /** What each execution of a window kept, beyond the first of each statement. */
    PER_CALL,
    /** The peak of a statement, for each row. */
    PEAK_PER_ROW,
    /** The power of the input's size that the peak follows, in hundredths. */
    GROWTH;

    private static final int PLACES = 2;

    /** As session files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it counts bytes. */
    public boolean inBytes() {
        return this != GROWTH;
    }

    /** An amount of it for people. */
    public String words(long amount) {
        return inBytes() ? amount + " bytes" : decimal(amount);
    }

    /** An amount of it as session files write it. */
    public String form(long amount) {
        return inBytes() ? ByteSize.format(amount) : decimal(amount);
    }

    private static String decimal(long hundredths) {
        return BigDecimal.valueOf(hundredths, PLACES).stripTrailingZeros().toPlainString();
    }
}
