package dev.memcheck.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The datum of {@code ext_memcheck.snapshot()}, format 1: a header, the nodes in pre-order, and the texts that they point
 * into. All numbers are big-endian. Header and node say their own size, so that a newer writer may append fields, which
 * are skipped here.
 */
final class SnapshotDatum {
    private static final byte[] MAGIC = "MCSN".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER_SIZE = 40;

    /** A header of this size also says what was seen inside the statement before. */
    private static final int HEADER_SIZE_WITH_FACTS = 56;

    /** A header of this size also says when the process started. */
    private static final int HEADER_SIZE_WITH_START = 64;

    /** A header of this size also says what the process has outside the contexts. */
    private static final int HEADER_SIZE_WITH_PROCESS = 80;

    private static final int FLAG_HAS_PEAK = 1;
    private static final int FLAG_HAS_NEWS = 2;
    private static final int NODE_SIZE = 64;
    private static final int FLAG_OBSERVER = 1;
    private static final int FLAG_CLOCK_DRIVEN = 2;

    /** No process has more; what is below adds up without overflow. */
    private static final long MOST_BYTES = 1L << 48;

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final int headerSize;
    private final int nodeSize;
    private final int nodeCount;
    private final int stringsStart;
    private final int stringsSize;

    /** By offset and length. Contexts of one name share its text, so that all texts together are no longer than what was sent. */
    private final Map<Long, String> texts = new HashMap<>();

    private long textBytes;

    /** @throws SnapshotFormatException if the header is none of ours, or does not fit the length */
    SnapshotDatum(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes);
        require(
                bytes.length >= HEADER_SIZE,
                () -> "a snapshot starts with " + HEADER_SIZE + " bytes of header, but only " + bytes.length
                        + " bytes came");
        for (int i = 0; i < MAGIC.length; i++) {
            require(bytes[i] == MAGIC[i], () -> "these bytes are no snapshot: they do not start with MCSN");
        }
        int version = Short.toUnsignedInt(buffer.getShort(4));
        require(
                version == VERSION,
                () -> "snapshot format " + version + " is unknown, this memcheck reads format " + VERSION
                        + ": use a shell and a pg_ext_memcheck of the same release");
        this.headerSize = Short.toUnsignedInt(buffer.getShort(6));
        require(
                headerSize >= HEADER_SIZE,
                () -> "the snapshot's header says it has " + headerSize + " bytes, expected at least " + HEADER_SIZE);
        long nodes = Integer.toUnsignedLong(buffer.getInt(12));
        long size = Integer.toUnsignedLong(buffer.getInt(32));
        long strings = Integer.toUnsignedLong(buffer.getInt(36));
        require(
                size >= NODE_SIZE,
                () -> "the snapshot says that a node has " + size + " bytes, expected at least " + NODE_SIZE);
        require(nodes >= 1, () -> "the snapshot has no node, expected at least TopMemoryContext");
        // Sizes are checked before they are multiplied, so that garbage cannot overflow the sum.
        require(
                size <= bytes.length && nodes <= bytes.length && headerSize + nodes * size + strings == bytes.length,
                () -> "the snapshot promises " + nodes + " nodes of " + size + " bytes and " + strings
                        + " bytes of text, which does not fit the " + bytes.length + " bytes that came");
        this.nodeCount = (int) nodes;
        this.nodeSize = (int) size;
        this.stringsSize = (int) strings;
        this.stringsStart = bytes.length - stringsSize;
    }

    int nodeCount() {
        return nodeCount;
    }

    /** The key of a node. */
    long key(int index) {
        return buffer.getLong(at(index));
    }

    /** Whether a node says of itself what a node of another datum says, the place of its parent and of its texts aside. */
    boolean hasNodeOf(SnapshotDatum other, int index, int otherIndex) {
        if (nodeSize != other.nodeSize) {
            return false;
        }
        int at = at(index);
        int there = other.at(otherIndex);
        return buffer.getLong(at) == other.buffer.getLong(there)
                && buffer.getLong(at + 12) == other.buffer.getLong(there + 12)
                && Arrays.equals(bytes, at + 36, at + nodeSize, other.bytes, there + 36, there + nodeSize)
                && hasTextOf(other, at + 20, there + 20)
                && hasTextOf(other, at + 28, there + 28);
    }

    private boolean hasTextOf(SnapshotDatum other, int at, int there) {
        long offset = Integer.toUnsignedLong(buffer.getInt(at));
        long otherOffset = Integer.toUnsignedLong(other.buffer.getInt(there));
        long length = Integer.toUnsignedLong(buffer.getInt(at + 4));
        // The other one was read, so that its text is one.
        return length == Integer.toUnsignedLong(other.buffer.getInt(there + 4))
                && offset + length <= stringsSize
                && Arrays.equals(
                        bytes,
                        (int) (stringsStart + offset),
                        (int) (stringsStart + offset + length),
                        other.bytes,
                        (int) (other.stringsStart + otherOffset),
                        (int) (other.stringsStart + otherOffset + length));
    }

    /** Index of a node's parent, -1 for the root. */
    int parent(int index) {
        return buffer.getInt(at(index) + 8);
    }

    /** @throws SnapshotFormatException if the nodes are no tree */
    Snapshot snapshot(List<ContextNode> nodes) {
        Instant takenAt = instant(24);
        try {
            return Snapshot.of(buffer.getInt(8), buffer.getLong(16), takenAt, nodes)
                    .with(facts());
        } catch (IllegalArgumentException e) {
            throw new SnapshotFormatException("the snapshot's nodes are no tree: " + e.getMessage(), e);
        }
    }

    private Instant instant(int at) {
        return Instant.EPOCH.plus(buffer.getLong(at), ChronoUnit.MICROS);
    }

    private SnapshotFacts facts() {
        if (headerSize < HEADER_SIZE_WITH_FACTS) {
            return SnapshotFacts.unknown();
        }
        long peakBytes = buffer.getLong(40);
        int flags = buffer.getInt(48);
        require(peakBytes >= 0, () -> "the snapshot tells of a peak of " + peakBytes + " bytes, expected 0 or more");
        Optional<Instant> startedAt = headerSize < HEADER_SIZE_WITH_START ? Optional.empty() : Optional.of(instant(56));
        SnapshotFacts facts =
                new SnapshotFacts(peakBytes, (flags & FLAG_HAS_PEAK) != 0, (flags & FLAG_HAS_NEWS) != 0, startedAt);
        return headerSize < HEADER_SIZE_WITH_PROCESS ? facts : facts.withProcess(figure(64), figure(72));
    }

    /** Negative where it is not known. */
    private OptionalLong figure(int at) {
        long value = buffer.getLong(at);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * Reads one node.
     *
     * @param before the nodes up to it
     * @throws SnapshotFormatException if it is wrong
     */
    ContextNode node(int index, List<ContextNode> before) {
        int at = at(index);
        int parent = parent(index);
        require(
                parent >= -1 && parent < index,
                () -> "node " + index + " of the snapshot names node " + parent
                        + " as its parent, expected an earlier one");
        int level = buffer.getInt(at + 12);
        requireBelow(index, level, parent < 0 ? -1 : before.get(parent).level());
        int flags = buffer.get(at + 18);
        try {
            return new ContextNode(
                    new NodeKey(buffer.getLong(at)),
                    parent < 0
                            ? Optional.empty()
                            : Optional.of(before.get(parent).key()),
                    level,
                    text(index, at + 20),
                    text(index, at + 28),
                    ContextKind.ofCode(Byte.toUnsignedInt(buffer.get(at + 16))),
                    Lifetime.ofCode(Byte.toUnsignedInt(buffer.get(at + 17))),
                    (flags & FLAG_OBSERVER) != 0,
                    (flags & FLAG_CLOCK_DRIVEN) != 0,
                    size(index, at + 40),
                    size(index, at + 48),
                    Integer.toUnsignedLong(buffer.getInt(at + 36)),
                    size(index, at + 56));
        } catch (IllegalArgumentException e) {
            throw new SnapshotFormatException("node " + index + " of the snapshot is wrong: " + e.getMessage(), e);
        }
    }

    private int at(int index) {
        return headerSize + index * nodeSize;
    }

    /** The text whose offset and length stand at this place. Idents may be cut in the middle of a character. */
    private String text(int index, int at) {
        long offset = Integer.toUnsignedLong(buffer.getInt(at));
        long length = Integer.toUnsignedLong(buffer.getInt(at + 4));
        require(
                offset + length <= stringsSize,
                () -> "node " + index + " of the snapshot points at text " + offset + "+" + length + ", beyond the "
                        + stringsSize + " bytes that there are");
        return texts.computeIfAbsent(offset << Integer.SIZE | length, unused -> decoded((int) offset, (int) length));
    }

    private String decoded(int offset, int length) {
        textBytes += length;
        require(
                textBytes <= stringsSize,
                () -> "the snapshot's texts overlap: together they are longer than the " + stringsSize
                        + " bytes that there are");
        return new String(bytes, stringsStart + offset, length, StandardCharsets.UTF_8);
    }

    private static void requireBelow(int index, int level, int parentLevel) {
        require(
                level == parentLevel + 1,
                () -> "node " + index + " of the snapshot is at level " + level + " below a parent at level "
                        + parentLevel + ", expected level " + (parentLevel + 1));
    }

    /** A size or number of a node. */
    private long size(int index, int at) {
        long size = buffer.getLong(at);
        require(
                size >= 0 && size < MOST_BYTES,
                () -> "node " + index + " of the snapshot tells of " + size + " bytes or chunks, expected 0 to "
                        + MOST_BYTES);
        return size;
    }

    /** @param message is made where it is needed alone: a snapshot has thousands of nodes */
    private static void require(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new SnapshotFormatException(message.get());
        }
    }
}
