package dev.memcheck.outside;

/**
 * The word before a chunk, from 16 on.
 *
 * @param kind the server's number of the allocator
 * @param external whether the chunk has a block of its own, and the rest means nothing
 * @param value what the allocator keeps there: a size, or the number of a free list
 * @param blockOffset bytes from the block to the chunk
 */
record ChunkMask(int kind, boolean external, long value, long blockOffset) {
    static final int ALLOC_SET = 3;

    private static final int VALUE_BITS = 30;

    static ChunkMask of(long word, Layout layout) {
        int bits = layout.at("chunk.kindbits");
        long most = (1L << VALUE_BITS) - 1;
        int value = bits + 1;
        // The offset's lowest bit is always zero; in its place may stand the value's highest one.
        int offset = Long.SIZE - VALUE_BITS;
        return new ChunkMask(
                (int) (word & (1L << bits) - 1),
                (word >>> bits & 1) != 0,
                word >>> value & most,
                word >>> offset & (most & ~1));
    }
}
