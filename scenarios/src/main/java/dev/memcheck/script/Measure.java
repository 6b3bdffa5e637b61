package dev.memcheck.script;

import java.util.Locale;

/** What is measured of a statement or window, in bytes. */
public enum Measure {
    /** Used bytes that stayed in contexts as old as the backend; negative if some were given back. */
    RETAINED,
    /** The most that a statement held at one time, above what was there before it. */
    PEAK;

    /** As session files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
