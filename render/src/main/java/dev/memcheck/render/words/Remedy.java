package dev.memcheck.render.words;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Provenance;

/** What to do about a finding: one sentence for each kind. */
public final class Remedy {
    private static final String SERVERS =
            "the server allocated it for itself: look for what makes it keep more each time, such as"
                    + " SQL texts, plans or objects that are new with every call";

    private Remedy() {}

    /** About this very one: where it is not certain, how to find out comes first. */
    public static String of(Finding finding) {
        return finding.provenance() == Provenance.SERVER ? SERVERS : Doubt.before(finding) + of(finding.checkType());
    }

    /** About those that are certain. */
    public static String of(CheckType type) {
        switch (type) {
            case CONTEXT_LEAK:
                return "delete the context when its work is done, on the error path too: make it a child of the context"
                        + " whose life it shares, such as CurrentMemoryContext at the call";
            case WRONG_CTX_ALLOC:
                return "allocate in a context of your own, or switch back before allocating: what stays in"
                        + " TopMemoryContext or CacheMemoryContext itself is freed by nobody";
            case CTX_BLOAT:
                return "bound what the context holds: evict old entries, give back what a buffer no longer needs, or reset"
                        + " the context between uses";
            case STATEMENT_BLOAT:
                return "work in a context of your own that is reset for each row or call, or pfree what each one"
                        + " allocates: it adds up until the statement ends";
            case MALLOC_LEAK:
                return "free what malloc gave on every path, errors included (PG_TRY with PG_FINALLY), or allocate in a"
                        + " context, which does so by itself";
            case CHUNK_LEAK:
                return "pfree the chunk when it is no longer needed, or allocate it in a context that ends with the work";
            case DSM_LEAK:
                return "dsm_detach the segment, and dsm_unpin_segment it if it was pinned, on the error path too";
            case SHMEM_OVERRUN:
                return "ask RequestAddinShmemSpace and ShmemInitStruct for the size that is written, and check every index"
                        + " against it";
            case USE_AFTER_RESET:
                return "copy what must survive into a context that lives longer, and keep no pointer into one that is"
                        + " reset";
            case CHUNK_OVERRUN:
                return "allocate as many bytes as are written; a string needs one more for its end";
            case DOUBLE_FREE:
                return "free a chunk once: set the pointer to NULL after pfree, and pfree nothing that a reset has freed"
                        + " already";
            case STALE_CONTEXT:
                return "switch back with MemoryContextSwitchTo before deleting a context, on every path: the next palloc"
                        + " would use freed memory";
            case RESOURCE_LEAK:
                return "release it where it was acquired (relation_close, ReleaseSysCache, ReleaseBuffer,"
                        + " UnregisterSnapshot, ...), on every path that does not raise an error";
            case OOM_UNSAFE:
                return "expect every palloc to raise an error: change shared state after allocating, or clean up in"
                        + " PG_CATCH";
            case CRASH:
                return "look at the server's log and at a core file: the memory that crashed it was often damaged before";
        }
        throw new IllegalStateException(type.name());
    }
}
