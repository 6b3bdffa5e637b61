package dev.memcheck.render.table;

import java.util.Locale;

/** How much is said of an error or notice: psql's variable VERBOSITY. */
public enum ErrorVerbosity {
    DEFAULT,
    /** Severity, message and position. */
    TERSE,
    /** The code instead of the message. */
    SQLSTATE,
    /** All that the server told. */
    VERBOSE;

    /** The one of that name, in any case; the default if there is none. */
    public static ErrorVerbosity of(String name) {
        for (ErrorVerbosity verbosity : values()) {
            if (verbosity.name().equals(name.toUpperCase(Locale.ROOT))) {
                return verbosity;
            }
        }
        return DEFAULT;
    }
}
