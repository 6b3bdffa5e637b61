package dev.memcheck.outside;

import dev.memcheck.snapshot.ContextKind;

/**
 * Adds up the blocks and free lists of one context, as the server's own statistics do. What the context says of itself, the
 * bytes it has allocated, must come out; a list longer than there is room for is a circle.
 */
final class SpaceReader {
    /** No chunk is smaller, header included. */
    private static final int LEAST_CHUNK = 16;

    private final Memory memory;
    private final Layout layout;

    SpaceReader(Memory memory, Layout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /** @throws TornException if what was read does not fit together */
    Space read(long context, ContextKind kind) {
        long allocated = memory.word(context + layout.at("context.allocated"));
        require(allocated >= 0 && allocated < 1L << 47, "allocated bytes beyond bounds");
        Space space = of(context, kind, allocated);
        require(
                space.total() == allocated + uncounted(context, kind),
                "blocks of other sizes than the context has allocated");
        require(space.free() >= 0 && space.free() <= space.total(), "more free than there is");
        return space;
    }

    private Space of(long context, ContextKind kind, long allocated) {
        switch (kind) {
            case ALLOC_SET:
                return allocSet(context, allocated);
            case GENERATION:
                return generation(context, allocated);
            case SLAB:
                return slab(context, allocated);
            case BUMP:
                return bump(context, allocated);
            default:
                throw new TornException("a context of no known kind");
        }
    }

    /** What the statistics count and the context does not, or the other way round: its own header. */
    private long uncounted(long context, ContextKind kind) {
        switch (kind) {
            case GENERATION:
                return layout.at("generation.size");
            case SLAB:
                return slabHeader(context);
            case BUMP:
                return -layout.at("bump.size");
            default:
                return 0;
        }
    }

    private Space allocSet(long context, long allocated) {
        long total = layout.at("allocset.size");
        long free = 0;
        long blocks = 0;
        long block = memory.word(context + layout.at("allocset.blocks"));
        while (block != 0) {
            long end = memory.word(block + layout.at("allocblock.endptr"));
            long freeFrom = memory.word(block + layout.at("allocblock.freeptr"));
            require(memory.word(block + layout.at("allocblock.context")) == context, "a block of another context");
            require(block < freeFrom && freeFrom <= end, "a block that ends before it begins");
            total += end - block;
            free += end - freeFrom;
            blocks++;
            require(total <= allocated, "more blocks than were allocated");
            block = memory.word(block + layout.at("allocblock.next"));
        }
        long chunks = 0;
        for (int list = 0; list < layout.at("allocset.lists"); list++) {
            long size = 1L << list + layout.at("allocset.minbits");
            long chunk = memory.word(context + layout.at("allocset.freelists") + 8L * list);
            while (chunk != 0) {
                require(isFreeChunk(chunk, size, list), "a free chunk of another size than its list");
                free += size + layout.at("chunk.header");
                chunks++;
                require(chunks <= allocated / LEAST_CHUNK, "more free chunks than there is room for");
                chunk = memory.word(chunk + layout.at("chunk.link"));
            }
        }
        return new Space(total, free, blocks, chunks);
    }

    private boolean isFreeChunk(long chunk, long size, int list) {
        if (layout.find("chunk.mask").isEmpty()) {
            return memory.word(chunk) == size;
        }
        ChunkMask mask = ChunkMask.of(memory.word(chunk + layout.at("chunk.mask")), layout);
        return mask.kind() == ChunkMask.ALLOC_SET && !mask.external() && mask.value() == list;
    }

    private Space generation(long context, long allocated) {
        long total = layout.at("generation.size");
        long free = 0;
        long blocks = 0;
        long chunks = 0;
        long head = context + layout.at("generation.blocks");
        for (long block = first(head); block != head; block = memory.word(block + 8)) {
            long end = memory.word(block + layout.at("genblock.endptr"));
            long freeFrom = memory.word(block + layout.at("genblock.freeptr"));
            require(block < freeFrom && freeFrom <= end, "a block that ends before it begins");
            int freed = memory.number(block + layout.at("genblock.free"));
            require(
                    freed >= 0 && freed <= memory.number(block + layout.at("genblock.chunks")),
                    "more free chunks than chunks");
            total += memory.word(block + layout.at("genblock.size"));
            free += end - freeFrom;
            blocks++;
            chunks += freed;
            require(total > 0 && total <= allocated + layout.at("generation.size"), "more blocks than were allocated");
        }
        return new Space(total, free, blocks, chunks);
    }

    private Space bump(long context, long allocated) {
        long total = 0;
        long free = 0;
        long blocks = 0;
        long head = context + layout.at("bump.blocks");
        for (long block = first(head); block != head; block = memory.word(block + 8)) {
            long end = memory.word(block + layout.at("bumpblock.endptr"));
            long freeFrom = memory.word(block + layout.at("bumpblock.freeptr"));
            require(block < freeFrom && freeFrom <= end, "a block that ends before it begins");
            total += end - block;
            free += end - freeFrom;
            blocks++;
            require(total <= allocated, "more blocks than were allocated");
        }
        return new Space(total, free, blocks, 0);
    }

    private Space slab(long context, long allocated) {
        long size = slabSize(context, "slab.blocksize");
        long chunkSize = slabSize(context, "slab.fullchunk");
        int perBlock = memory.number(context + layout.at("slab.perblock"));
        require(size > 0 && perBlock > 0 && perBlock <= size && chunkSize <= size, "a slab of impossible sizes");
        long most = allocated / size;
        long total = slabHeader(context);
        long free = 0;
        long blocks = 0;
        long chunks = 0;
        if (layout.find("slab.empty").isPresent()) {
            int empty = memory.number(context + layout.at("slab.empty") + 16);
            require(empty >= 0 && empty <= most, "more empty blocks than blocks");
            total += empty * size;
        }
        int lists = layout.find("slab.listcount").orElse(perBlock + 1);
        for (int list = 0; list < lists; list++) {
            long head = context + layout.at("slab.lists") + 16L * list;
            for (long node = first(head); node != head; node = memory.word(node + 8)) {
                long block = node - layout.at("slabblock.node");
                int freed = memory.number(block + layout.at("slabblock.free"));
                require(freed >= 0 && freed <= perBlock, "more free chunks than chunks");
                blocks++;
                require(blocks <= most, "more blocks than were allocated");
                total += size;
                free += chunkSize * freed;
                chunks += freed;
            }
        }
        return new Space(total, free, blocks, chunks);
    }

    private long slabHeader(long context) {
        if (layout.find("slab.headersize").isPresent()) {
            return memory.word(context + layout.at("slab.headersize"));
        }
        return layout.at("slab.size")
                + (long) layout.at("slab.flags") * memory.number(context + layout.at("slab.perblock"));
    }

    private long slabSize(long context, String field) {
        long at = context + layout.at(field);
        return layout.at("slab.width") == 8 ? memory.word(at) : Integer.toUnsignedLong(memory.number(at));
    }

    /** The first node of a list; its head where there is none. A list that nobody has used yet is all zeros. */
    private long first(long head) {
        long first = memory.word(head + 8);
        return first == 0 ? head : first;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new TornException(what);
        }
    }
}
