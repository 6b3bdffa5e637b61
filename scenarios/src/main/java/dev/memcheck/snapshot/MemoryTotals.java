package dev.memcheck.snapshot;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a process has at the moment of a snapshot, in bytes.
 *
 * @param contexts of all blocks of all contexts
 * @param malloc what malloc had handed out outside the contexts; empty if that is not known
 * @param rssAnon resident memory that is backed by no file and shared with nobody; empty if that is not known
 */
public record MemoryTotals(long contexts, OptionalLong malloc, OptionalLong rssAnon) {
    public MemoryTotals {
        Objects.requireNonNull(malloc);
        Objects.requireNonNull(rssAnon);
    }

    public static MemoryTotals of(Snapshot snapshot) {
        SnapshotFacts facts = snapshot.facts();
        return new MemoryTotals(snapshot.totalBytes(), facts.mallocBytes(), facts.rssAnonBytes());
    }
}
