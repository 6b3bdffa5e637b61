package dev.memcheck.outside;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Memory in which a server's contexts are laid out by a column of the table. */
final class MemoryImage implements RawMemory {
    static final long VARIABLE = 0x10_000;

    private final Map<Long, byte[]> pages = new HashMap<>();
    private final Layout layout;
    private long next = 0x100_000;

    /** What happens before the n-th walk, from 1: each begins with the variable. */
    private final Map<Integer, Runnable> events = new HashMap<>();

    private int walks;

    MemoryImage(Layout layout) {
        this.layout = layout;
    }

    static Layout column(String name) {
        int major = Integer.parseInt(name.substring(0, 2));
        return Layout.ofMajor(major).stream()
                .filter(layout -> layout.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public boolean read(long address, byte[] into) {
        if (address == VARIABLE) {
            Optional.ofNullable(events.get(++walks)).ifPresent(Runnable::run);
        }
        byte[] page = pages.get(address);
        if (page != null) {
            System.arraycopy(page, 0, into, 0, into.length);
        }
        return page != null;
    }

    void beforeWalk(int walk, Runnable event) {
        events.put(walk, event);
    }

    @Override
    public void close() {}

    ServerProgram program() {
        int major = Integer.parseInt(layout.name().substring(0, 2));
        return new ServerProgram(
                major + ".7", major, major * 10000 + 7, 0, Map.of(ServerProgram.ROOT, VARIABLE), Optional.empty());
    }

    /** An AllocSet of one block with these chunks in use and these in the free lists; the first is the root. */
    long allocSet(long parent, String name, String ident, List<Integer> used, List<Integer> free) {
        long context = context("tag.allocset", "allocset.size", parent, name, ident);
        int blockHeader = layout.at("allocblock.header");
        int chunkHeader = layout.at("chunk.header");
        long block = context + layout.at("allocset.size");
        long chunk = block + blockHeader;
        long[] lists = new long[layout.at("allocset.lists")];
        for (int list : used) {
            chunk(chunk, block, list, context);
            chunk += chunkHeader + (8L << list);
        }
        for (int list : free) {
            chunk(chunk, block, list, lists[list]);
            word(chunk + layout.at("chunk.link"), lists[list]);
            lists[list] = chunk;
            chunk += chunkHeader + (8L << list);
        }
        for (int list = 0; list < lists.length; list++) {
            word(context + layout.at("allocset.freelists") + 8L * list, lists[list]);
        }
        long end = context + 8192;
        word(context + layout.at("allocset.blocks"), block);
        word(block + layout.at("allocblock.context"), context);
        word(block + layout.at("allocblock.freeptr"), chunk);
        word(block + layout.at("allocblock.endptr"), end);
        word(context + layout.at("context.allocated"), 8192);
        if (parent == 0) {
            word(VARIABLE, context);
        }
        return context;
    }

    /** A Generation of one block of 4096 bytes with 1000 of them free, and two free chunks of three. */
    long generation(long parent, String name) {
        long context = context("tag.generation", "generation.size", parent, name, "");
        long block = context + layout.at("generation.size");
        list(context + layout.at("generation.blocks"), block);
        word(block + layout.at("genblock.size"), 4096);
        number(block + layout.at("genblock.chunks"), 3);
        number(block + layout.at("genblock.free"), 2);
        word(block + layout.at("genblock.freeptr"), block + 3096);
        word(block + layout.at("genblock.endptr"), block + 4096);
        word(context + layout.at("context.allocated"), 4096);
        return context;
    }

    /** A Slab of 4 chunks of 100 bytes a block, with one block of which one chunk is free. */
    long slab(long parent, String name) {
        long context = context("tag.slab", "slab.lists", parent, name, "");
        size(context + layout.at("slab.fullchunk"), 100);
        size(context + layout.at("slab.blocksize"), 1024);
        number(context + layout.at("slab.perblock"), 4);
        layout.find("slab.headersize").ifPresent(at -> word(context + at, 300));
        long node = take(1024) + layout.at("slabblock.node");
        number(node - layout.at("slabblock.node") + layout.at("slabblock.free"), 1);
        list(context + layout.at("slab.lists") + 16, node);
        word(context + layout.at("context.allocated"), 1024);
        return context;
    }

    /** A Bump of one block of 2048 bytes with 500 of them free. */
    long bump(long parent, String name) {
        long context = context("tag.bump", "bump.size", parent, name, "");
        long block = context + layout.at("bump.size");
        list(context + layout.at("bump.blocks"), block);
        word(block + layout.at("bumpblock.freeptr"), block + 1548);
        word(block + layout.at("bumpblock.endptr"), block + 2048);
        word(context + layout.at("context.allocated"), 2048 + layout.at("bump.size"));
        return context;
    }

    void word(long address, long value) {
        bytes(
                address,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, value)
                        .array());
    }

    void number(long address, int value) {
        bytes(
                address,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0, value)
                        .array());
    }

    private void size(long address, int value) {
        if (layout.at("slab.width") == 8) {
            word(address, value);
        } else {
            number(address, value);
        }
    }

    /** A list of one node. */
    private void list(long head, long node) {
        word(head + 8, node);
        word(node + 8, head);
    }

    private void chunk(long chunk, long block, int list, long owner) {
        if (layout.find("chunk.mask").isEmpty()) {
            word(chunk, 8L << list);
            word(chunk + layout.at("chunk.link"), owner);
            return;
        }
        int valueAt = layout.at("chunk.kindbits") + 1;
        long mask = chunk - block << 34 | (long) list << valueAt | ChunkMask.ALLOC_SET;
        word(chunk + layout.at("chunk.mask"), mask);
    }

    /** A header, put before its siblings. */
    private long context(String tag, String size, long parent, String name, String ident) {
        long context = take(16384 + layout.at(size));
        number(context, layout.at(tag));
        word(context + layout.at("context.parent"), parent);
        word(context + layout.at("context.name"), text(name));
        word(context + layout.at("context.ident"), ident.isEmpty() ? 0 : text(ident));
        if (parent != 0) {
            long sibling = new Memory(this).word(parent + layout.at("context.firstchild"));
            word(context + layout.at("context.nextchild"), sibling);
            if (sibling != 0) {
                word(sibling + layout.at("context.prevchild"), context);
            }
            word(parent + layout.at("context.firstchild"), context);
        }
        return context;
    }

    private long text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        long at = take(bytes.length + 8);
        bytes(at, bytes);
        return at;
    }

    private long take(int bytes) {
        long at = next;
        next += bytes + 15 & ~15;
        bytes(at, new byte[bytes]);
        return at;
    }

    private void bytes(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            long at = address + i;
            pages.computeIfAbsent(at & -4096, unused -> new byte[4096])[(int) (at & 4095)] = bytes[i];
        }
    }
}
