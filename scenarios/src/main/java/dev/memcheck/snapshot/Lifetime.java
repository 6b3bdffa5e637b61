package dev.memcheck.snapshot;

/** How long a context lives by its place in the tree. The code is the one in the snapshot format. */
public enum Lifetime {
    /** Not known, as on a server without the extension. */
    UNKNOWN(0),
    /** As long as the backend: below TopMemoryContext and below none of the others. */
    BACKEND(1),
    /** As long as the transaction. */
    TRANSACTION(2),
    /** No longer than the message, portal or statement. */
    STATEMENT(3);

    private final int code;

    Lifetime(int code) {
        this.code = code;
    }

    /** The lifetime with this code; {@link #UNKNOWN} for a code that a newer extension may send. */
    public static Lifetime ofCode(int code) {
        for (Lifetime lifetime : values()) {
            if (lifetime.code == code) {
                return lifetime;
            }
        }
        return UNKNOWN;
    }
}
