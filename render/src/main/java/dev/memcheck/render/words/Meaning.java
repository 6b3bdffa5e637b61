package dev.memcheck.render.words;

import dev.memcheck.finding.CheckType;

/** What each kind of finding is: one sentence, without a full stop. */
public final class Meaning {
    private Meaning() {}

    public static String of(CheckType type) {
        switch (type) {
            case CONTEXT_LEAK:
                return "a memory context outlives the work that it was made for";
            case WRONG_CTX_ALLOC:
                return "memory was allocated in a context that lives longer than what it is for";
            case CTX_BLOAT:
                return "a context of the extension's own grows with use";
            case STATEMENT_BLOAT:
                return "memory grows inside one statement and is given back only at its end";
            case MALLOC_LEAK:
                return "memory from malloc, outside all contexts, is never freed";
            case CHUNK_LEAK:
                return "chunks in a long-lived context are never freed";
            case DSM_LEAK:
                return "a dynamic shared memory segment outlives the work that it was made for";
            case SHMEM_OVERRUN:
                return "something wrote past the end of a shared memory segment";
            case USE_AFTER_RESET:
                return "memory is used after its context was reset or deleted";
            case CHUNK_OVERRUN:
                return "something wrote past the end of a chunk";
            case DOUBLE_FREE:
                return "a chunk is freed twice";
            case STALE_CONTEXT:
                return "CurrentMemoryContext is left on a context that has been deleted";
            case RESOURCE_LEAK:
                return "a resource was not released before its owner ended";
            case OOM_UNSAFE:
                return "an allocation that fails is not survived in good order";
            case CRASH:
                return "the backend crashed";
        }
        throw new IllegalStateException(type.name());
    }
}
