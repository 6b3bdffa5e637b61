package dev.memcheck.outside;

import dev.memcheck.snapshot.ContextKind;
import java.util.List;
import java.util.Optional;

/**
 * Which column of the table a server is built by. The root context is always an AllocSet whose first block lies right behind
 * its header; from the first chunk of that block, header by header, one comes exactly to its end by the right column alone.
 */
final class LayoutChoice {
    private final Memory memory;
    private final long root;

    LayoutChoice(Memory memory, long root) {
        this.memory = memory;
        this.root = root;
    }

    /** @throws OutsideException if none is right */
    Layout among(List<Layout> layouts, String version) {
        Optional<Layout> right = layouts.stream().filter(this::fits).findFirst();
        return right.orElseThrow(() -> new OutsideException("this PostgreSQL " + version
                + " was built with other memory structures than memcheck knows: node tag " + memory.number(root)
                + " and the chunks of TopMemoryContext do not fit; its tree cannot be read from outside"));
    }

    private boolean fits(Layout layout) {
        if (layout.kinds().get(memory.number(root)) != ContextKind.ALLOC_SET) {
            return false;
        }
        try {
            return chunksEndWithTheBlock(layout);
        } catch (TornException e) {
            return false;
        }
    }

    private boolean chunksEndWithTheBlock(Layout layout) {
        long block = root + layout.at("allocset.size");
        long end = memory.word(block + layout.at("allocblock.freeptr"));
        if (memory.word(block + layout.at("allocblock.context")) != root
                || end <= block
                || end > memory.word(block + layout.at("allocblock.endptr"))) {
            return false;
        }
        long chunk = block + layout.at("allocblock.header");
        while (chunk < end) {
            long size = size(layout, block, chunk);
            if (size <= 0 || size > end - chunk) {
                return false;
            }
            chunk += layout.at("chunk.header") + size;
        }
        return chunk == end;
    }

    /** Bytes of a chunk without its header; none if it is no chunk. */
    private long size(Layout layout, long block, long chunk) {
        if (layout.find("chunk.mask").isEmpty()) {
            return memory.word(chunk);
        }
        ChunkMask mask = ChunkMask.of(memory.word(chunk + layout.at("chunk.mask")), layout);
        boolean isChunk = mask.kind() == ChunkMask.ALLOC_SET
                && !mask.external()
                && mask.blockOffset() == chunk - block
                && mask.value() < layout.at("allocset.lists");
        return isChunk ? 1L << mask.value() + layout.at("allocset.minbits") : 0;
    }
}
