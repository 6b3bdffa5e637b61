package dev.memcheck.finding;

import java.util.Locale;
import java.util.Optional;

/** The kinds of finding; {@link #label} is the {@code check_type} of the SQL contract. */
public enum CheckType {
    CONTEXT_LEAK,
    WRONG_CTX_ALLOC,
    CTX_BLOAT,
    STATEMENT_BLOAT,
    MALLOC_LEAK,
    CHUNK_LEAK,
    DSM_LEAK,
    SHMEM_OVERRUN,
    USE_AFTER_RESET,
    CHUNK_OVERRUN,
    DOUBLE_FREE,
    STALE_CONTEXT,
    RESOURCE_LEAK,
    OOM_UNSAFE,
    CRASH;

    /** The {@code check_type} of the SQL contract, as in {@code context_leak}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether one sighting is proof; any other kind might be a cache until it comes back. */
    public boolean isCertainAtOnce() {
        switch (this) {
            case SHMEM_OVERRUN:
            case USE_AFTER_RESET:
            case CHUNK_OVERRUN:
            case DOUBLE_FREE:
            case STALE_CONTEXT:
            case RESOURCE_LEAK:
            case CRASH:
                return true;
            default:
                return false;
        }
    }

    /** The kind of this {@code check_type}; empty if there is none. */
    public static Optional<CheckType> ofLabel(String label) {
        for (CheckType type : values()) {
            if (type.label().equals(label)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
