package dev.memcheck.render.table;

import java.util.Locale;

/** For which messages CONTEXT is shown: psql's variable SHOW_CONTEXT. */
public enum ShownContext {
    NEVER,
    ERRORS,
    ALWAYS;

    /** The one of that name, in any case; for errors if there is none. */
    public static ShownContext of(String name) {
        for (ShownContext shown : values()) {
            if (shown.name().equals(name.toUpperCase(Locale.ROOT))) {
                return shown;
            }
        }
        return ERRORS;
    }
}
