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

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CheckType> ofLabel(String label) {
        for (CheckType type : values()) {
            if (type.label().equals(label)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
