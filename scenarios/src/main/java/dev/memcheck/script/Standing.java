package dev.memcheck.script;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a session stands as a text begins.
 *
 * @param session its name
 * @param inTransaction whether a transaction is open, failed ones included
 * @param window the innermost open window, in words that say that it is no transaction; empty if none is open
 * @param othersUnknown whether other sessions may have begun before the text
 */
public record Standing(String session, boolean inTransaction, Optional<String> window, boolean othersUnknown) {
    public Standing {
        Objects.requireNonNull(session);
        Objects.requireNonNull(window);
    }

    /** Before anything has run. */
    static Standing fresh() {
        return new Standing("default", false, Optional.empty(), false);
    }
}
