package dev.memcheck.source;

import java.util.Objects;

/**
 * An argument that a caller gives.
 *
 * @param type without modifiers and in lower case, as in {@code text[]}; as it is written if it is in quotes
 * @param variadic whether it stands for any number of values
 */
record SqlArgument(String type, boolean variadic) {
    SqlArgument {
        Objects.requireNonNull(type);
    }

    /** Whether an array can be given for all of them; values of any type are given one by one. */
    boolean takesArray() {
        return variadic && !type.equals("\"any\"");
    }
}
