package dev.memcheck.finding;

import java.util.Locale;

/** Whose allocation it is, read from its call stack and never from the context's name. */
public enum Provenance {
    /** A library that is not the server's reached an allocator on its own behalf. */
    EXTENSION,
    /** Frames of the server and its own modules alone. */
    SERVER,
    /** No stack was seen. */
    UNKNOWN;

    /** As the SQL contract and reports have it: {@code extension}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
