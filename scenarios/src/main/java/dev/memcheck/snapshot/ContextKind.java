package dev.memcheck.snapshot;

/** The allocator behind a context. The code is the one in the snapshot format of {@code native-ext}. */
public enum ContextKind {
    UNKNOWN(0, "unknown"),
    ALLOC_SET(1, "AllocSet"),
    GENERATION(2, "Generation"),
    SLAB(3, "Slab"),
    BUMP(4, "Bump");

    private final int code;
    private final String label;

    ContextKind(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The name that the server itself uses. */
    public String label() {
        return label;
    }

    /** The kind with this code; {@link #UNKNOWN} for a code that a newer extension may send. */
    public static ContextKind ofCode(int code) {
        for (ContextKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return UNKNOWN;
    }
}
