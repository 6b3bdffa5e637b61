package dev.memcheck.finding;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The kinds of finding. An entry is all that memcheck's own texts, marks and rules know of a kind; its name in lower case is
 * the {@code check_type} of the SQL contract.
 */
public enum CheckType {
    CONTEXT_LEAK(
            Nature.LEAK,
            "LEAK",
            Proof.SERIES,
            Unit.CONTEXT,
            Told.BY_AMOUNT,
            "a memory context outlives the work that it was made for",
            "delete the context when its work is done, on the error path too: make it a child of the context"
                    + " whose life it shares, such as CurrentMemoryContext at the call"),
    WRONG_CTX_ALLOC(
            Nature.WRONG_CONTEXT,
            "WRONG CONTEXT",
            Proof.SERIES,
            Unit.CHUNK,
            Told.BY_AMOUNT,
            "memory was allocated in a context that lives longer than what it is for",
            "allocate in a context of your own, or switch back before allocating: what stays in"
                    + " TopMemoryContext or CacheMemoryContext itself is freed by nobody"),
    CTX_BLOAT(
            Nature.OTHER,
            "BLOAT",
            Proof.SERIES,
            Unit.CHUNK,
            Told.BY_AMOUNT,
            "a context of the extension's own grows with use",
            "bound what the context holds: evict old entries, give back what a buffer no longer needs, or reset"
                    + " the context between uses"),
    STATEMENT_BLOAT(
            Nature.OTHER,
            "BLOAT",
            Proof.REPETITION,
            Unit.CHUNK,
            Told.BY_AMOUNT,
            "memory grows inside one statement and is given back only at its end",
            "work in a context of your own that is reset for each row or call, or pfree what each one"
                    + " allocates: it adds up until the statement ends"),
    MALLOC_LEAK(
            Nature.LEAK,
            "MALLOC LEAK",
            Proof.SERIES,
            Unit.ALLOCATION,
            Told.BY_AMOUNT,
            "memory from malloc, outside all contexts, is never freed",
            "free what malloc gave on every path, errors included (PG_TRY with PG_FINALLY), or allocate in a"
                    + " context, which does so by itself"),
    MAPPING_LEAK(
            Nature.LEAK,
            "MAPPING LEAK",
            Proof.SERIES,
            Unit.MAPPING,
            Told.BY_AMOUNT,
            "memory or a file that was mapped with mmap is never unmapped",
            "munmap what mmap gave, with its whole length, on every path, errors included (PG_TRY with PG_FINALLY)"),
    CHUNK_LEAK(
            Nature.LEAK,
            "LEAK",
            Proof.SERIES,
            Unit.CHUNK,
            Told.BY_AMOUNT,
            "chunks in a long-lived context are never freed",
            "pfree the chunk when it is no longer needed, or allocate it in a context that ends with the work"),
    DSM_LEAK(
            Nature.LEAK,
            "LEAK",
            Proof.REPETITION,
            Unit.SEGMENT,
            Told.BY_AMOUNT,
            "a dynamic shared memory segment outlives the work that it was made for",
            "dsm_detach the segment, and dsm_unpin_segment it if it was pinned, on the error path too"),
    DSA_LEAK(
            Nature.LEAK,
            "LEAK",
            Proof.SERIES,
            Unit.CHUNK,
            Told.BY_AMOUNT,
            "memory in a dynamic shared memory area is never freed",
            "dsa_free what dsa_allocate gave when it is no longer needed, on the error path too: no context and no"
                    + " transaction frees it"),
    SHMEM_OVERRUN(
            Nature.OTHER,
            "SHMEM OVERRUN",
            Proof.ONE_SIGHTING,
            Unit.SEGMENT,
            Told.BY_DETAIL,
            "something wrote past the end of a shared memory segment",
            "ask RequestAddinShmemSpace and ShmemInitStruct for the size that is written, and check every index"
                    + " against it"),
    USE_AFTER_RESET(
            Nature.OTHER,
            "USE AFTER RESET",
            Proof.ONE_SIGHTING,
            Unit.CHUNK,
            Told.BY_DETAIL,
            "memory is used after its context was reset or deleted",
            "copy what must survive into a context that lives longer, and keep no pointer into one that is reset"),
    CHUNK_OVERRUN(
            Nature.OTHER,
            "CHUNK OVERRUN",
            Proof.ONE_SIGHTING,
            Unit.CHUNK,
            Told.BY_DETAIL,
            "something wrote past the end of a chunk",
            "allocate as many bytes as are written; a string needs one more for its end"),
    DOUBLE_FREE(
            Nature.OTHER,
            "DOUBLE FREE",
            Proof.ONE_SIGHTING,
            Unit.CHUNK,
            Told.BY_DETAIL,
            "a chunk is freed twice",
            "free a chunk once: set the pointer to NULL after pfree, and pfree nothing that a reset has freed"
                    + " already"),
    STALE_CONTEXT(
            Nature.OTHER,
            "STALE CONTEXT",
            Proof.ONE_SIGHTING,
            Unit.CONTEXT,
            Told.BY_DETAIL,
            "a context was deleted while it was CurrentMemoryContext, or used after that",
            "switch back with MemoryContextSwitchTo before deleting a context, on every path, and after SPI_finish"
                    + " only to a context from before SPI_connect: the next palloc would use freed memory"),
    DANGLING_POINTER(
            Nature.OTHER,
            "DANGLING POINTER",
            Proof.REPETITION,
            Unit.POINTER,
            Told.BY_DETAIL,
            "a pointer outlives the memory that it points to",
            "empty the pointer where the memory goes (a callback of the context, or the end of the call),"
                    + " or copy what it points to into a context that lives as long"),
    RESOURCE_LEAK(
            Nature.OTHER,
            "RESOURCE LEAK",
            Proof.REPETITION,
            Unit.RESOURCE,
            Told.BY_DETAIL,
            "a resource was not released before its owner ended",
            "release it where it was acquired (relation_close, ReleaseSysCache, ReleaseBuffer,"
                    + " UnregisterSnapshot, close, PG_END_TRY, ...), on every path that does not raise an error"),
    UNFILLED_MEMORY(
            Nature.OTHER,
            "UNFILLED MEMORY",
            Proof.ONE_SIGHTING,
            Unit.CHUNK,
            Told.BY_DETAIL,
            "memory is used before anybody has filled it",
            "allocate with palloc0 (calloc), or set each member, and the gaps between them where all bytes are hashed,"
                    + " compared or stored"),
    OOM_UNSAFE(
            Nature.OTHER,
            "OOM UNSAFE",
            Proof.REPETITION,
            Unit.CHUNK,
            Told.BY_DETAIL,
            "an allocation that fails is not survived in good order",
            "expect every palloc to raise an error: change shared state after allocating, or clean up in PG_CATCH"),
    CRASH(
            Nature.OTHER,
            "CRASH",
            Proof.ONE_SIGHTING,
            Unit.NONE,
            Told.BY_DETAIL,
            "the backend crashed",
            "look at the server's log and at a core file: the memory that crashed it was often damaged before");

    /** What a confirmed finding stands for, where findings are told apart at a glance. */
    public enum Nature {
        WRONG_CONTEXT,
        LEAK,
        OTHER
    }

    /** What makes a finding certain, and so lets it count as more than INFO. */
    public enum Proof {
        /** It might be a cache, however often it came back: it has to go on. */
        SERIES,
        /** It has to come back, where its detail is no proof. */
        REPETITION,
        ONE_SIGHTING
    }

    /** What the count of a finding counts. */
    public enum Unit {
        CHUNK("chunk", ""),
        CONTEXT("context", ""),
        SEGMENT("segment", ""),
        ALLOCATION("allocation", " outside contexts"),
        MAPPING("mapping", ""),
        RESOURCE("resource", ""),
        POINTER("pointer", ""),
        /** There is nothing to count but the event itself. */
        NONE("chunk", "");

        private final String noun;
        private final String place;

        Unit(String noun, String place) {
            this.noun = noun;
            this.place = place;
        }

        /** One of them. */
        public String noun() {
            return noun;
        }

        /** Where they are, with a blank before it; empty where that goes without saying. */
        public String place() {
            return place;
        }
    }

    /** What tells most of a finding in few words. */
    public enum Told {
        BY_AMOUNT,
        /** The extension's own sentence, where it has one. */
        BY_DETAIL
    }

    private final Nature nature;
    private final String sign;
    private final Proof proof;
    private final Unit unit;
    private final Told told;
    private final String meaning;
    private final String remedy;

    CheckType(Nature nature, String sign, Proof proof, Unit unit, Told told, String meaning, String remedy) {
        this.nature = Objects.requireNonNull(nature);
        this.sign = Objects.requireNonNull(sign);
        this.proof = Objects.requireNonNull(proof);
        this.unit = Objects.requireNonNull(unit);
        this.told = Objects.requireNonNull(told);
        this.meaning = Objects.requireNonNull(meaning);
        this.remedy = Objects.requireNonNull(remedy);
    }

    /** The {@code check_type} of the SQL contract, as in {@code context_leak}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Nature nature() {
        return nature;
    }

    /** One or two words in capitals, for where a confirmed finding must be seen without color. */
    public String sign() {
        return sign;
    }

    /** Whether it may be a cache that fills, so that only a series of executions tells. */
    public boolean mayBeCache() {
        return proof == Proof.SERIES;
    }

    /** Whether one sighting is proof. */
    public boolean isCertainAtOnce() {
        return proof == Proof.ONE_SIGHTING;
    }

    public Unit unit() {
        return unit;
    }

    public Told told() {
        return told;
    }

    /** What it is: one sentence, without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** What to do about one that is certain: one sentence, without a full stop. */
    public String remedy() {
        return remedy;
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
