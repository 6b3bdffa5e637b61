package dev.memcheck.snapshot;

import java.util.Objects;
import java.util.Optional;

/**
 * One MemoryContext in a snapshot.
 *
 * @param key identity, see {@link NodeKey}
 * @param parent key of the parent; empty for TopMemoryContext
 * @param level depth, 0 for TopMemoryContext
 * @param name the context's name
 * @param ident the context's ident, empty if it has none; raw server text, may hold control characters
 * @param kind the allocator
 * @param lifetime how long it lives, by its place in the tree
 * @param observer whether it belongs to memcheck itself
 * @param clockDriven whether it grows and shrinks with the clock, whatever runs, as pending statistics do
 * @param totalBytes bytes of all blocks
 * @param freeBytes bytes of the blocks that are not in use
 * @param blocks number of blocks
 * @param freeChunks number of free chunks
 */
public record ContextNode(
        NodeKey key,
        Optional<NodeKey> parent,
        int level,
        String name,
        String ident,
        ContextKind kind,
        Lifetime lifetime,
        boolean observer,
        boolean clockDriven,
        long totalBytes,
        long freeBytes,
        long blocks,
        long freeChunks) {
    public ContextNode {
        Objects.requireNonNull(key);
        Objects.requireNonNull(parent);
        Objects.requireNonNull(name);
        Objects.requireNonNull(ident);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(lifetime);
        if (level < 0 || (level == 0) != parent.isEmpty()) {
            throw new IllegalArgumentException("level " + level + " does not fit parent " + parent + " of " + name);
        }
    }

    /** Whether it changes with what is run alone, and not with every statement or with the clock. */
    public boolean isSteady() {
        boolean lasting = lifetime == Lifetime.BACKEND || lifetime == Lifetime.UNKNOWN;
        return lasting && !clockDriven;
    }

    /** Bytes handed out to callers, chunk headers included. */
    public long usedBytes() {
        return totalBytes - freeBytes;
    }
}
