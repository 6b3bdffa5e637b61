package dev.memcheck.outside;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A program or a core file: its segments, notes and symbols. Of 64 bits and little-endian alone. */
final class ElfFile implements AutoCloseable {
    static final int CORE = 4;
    static final int LOAD = 1;

    private static final int NOTE = 4;
    private static final int BUILD_ID = 3;
    private static final int SYMBOLS = 2;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int SYMBOL_SIZE = 24;

    /** There are more segments than the header's field can hold, and the first section has their number. */
    private static final int MANY_SEGMENTS = 0xffff;

    /** What is larger is damaged. */
    private static final long MOST_BYTES = 1L << 30;

    private final FileChannel file;
    private final ByteBuffer header;
    private final List<Segment> segments = new ArrayList<>();

    /** A part of the file that is a part of memory. */
    record Segment(int type, long offset, long address, long fileSize, long memorySize) {}

    /** Something said beside the memory. */
    record Note(String owner, int type, ByteBuffer content) {}

    private record Section(int type, String name, long offset, long size, int link) {}

    private ElfFile(FileChannel file) throws IOException {
        this.file = file;
        this.header = bytes(0, 64);
        if (header.getInt(0) != 0x464c457f) {
            throw new IOException("it is no ELF file");
        }
        if (header.get(4) != 2 || header.get(5) != 1) {
            throw new IOException("it is not of a 64-bit, little-endian machine");
        }
        readSegments();
    }

    /** @throws IOException if it cannot be read, or is none; the message says which */
    static ElfFile open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ElfFile(file);
        } catch (EOFException e) {
            file.close();
            throw new IOException("it is no ELF file, or is cut off", e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    int type() {
        return header.getShort(16);
    }

    /** Where the program begins, before it is moved anywhere. */
    long entry() {
        return header.getLong(24);
    }

    List<Segment> segments() {
        return segments;
    }

    /** @throws EOFException if the file ends before */
    ByteBuffer bytes(long offset, long length) throws IOException {
        if (length < 0 || length > MOST_BYTES || offset < 0) {
            throw new IOException("it is damaged: it names " + length + " bytes at " + offset);
        }
        if (offset > file.size() - length) {
            throw new EOFException("it is cut off");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) <= 0) {
                throw new EOFException("it is cut off");
            }
        }
        return bytes.flip();
    }

    /** Addresses of symbols before the program is moved anywhere; those that it does not have are left out. */
    Map<String, Long> symbols(Set<String> names) throws IOException {
        List<Section> sections = sections();
        Map<String, Long> found = new HashMap<>();
        for (int type : List.of(DYNAMIC_SYMBOLS, SYMBOLS)) {
            for (Section section : sections) {
                if (section.type() == type && found.size() < names.size()) {
                    Section texts = sections.get(section.link());
                    byte[] text = bytes(texts.offset(), texts.size()).array();
                    ByteBuffer table = bytes(section.offset(), section.size());
                    for (int at = 0; at + SYMBOL_SIZE <= table.limit(); at += SYMBOL_SIZE) {
                        String name = text(text, table.getInt(at));
                        if (names.contains(name) && table.getShort(at + 6) != 0) {
                            found.putIfAbsent(name, table.getLong(at + 8));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** The bytes of a section, one character each; empty if there is none of that name. */
    String section(String name) throws IOException {
        for (Section section : sections()) {
            if (section.name().equals(name)) {
                return new String(bytes(section.offset(), section.size()).array(), StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    List<Note> notes() throws IOException {
        List<Note> notes = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type() == NOTE) {
                addNotes(bytes(segment.offset(), segment.fileSize()), notes);
            }
        }
        return notes;
    }

    /** What tells builds apart. */
    Optional<String> buildId() throws IOException {
        return buildId(notes());
    }

    static Optional<String> buildId(List<Note> notes) {
        return notes.stream()
                .filter(note -> note.type() == BUILD_ID && note.owner().equals("GNU"))
                .map(note -> HexFormat.of().formatHex(content(note)))
                .findFirst();
    }

    private static byte[] content(Note note) {
        byte[] bytes = new byte[note.content().remaining()];
        note.content().duplicate().get(bytes);
        return bytes;
    }

    static void addNotes(ByteBuffer from, List<Note> notes) {
        while (from.remaining() >= 12) {
            int nameLength = from.getInt();
            int length = from.getInt();
            int type = from.getInt();
            int padded = padded(nameLength);
            if (nameLength < 0 || length < 0 || padded < 0 || (long) padded + length > from.remaining()) {
                return;
            }
            byte[] name = new byte[padded];
            from.get(name);
            ByteBuffer content = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            notes.add(new Note(text(name, 0), type, content));
            from.position(Math.min(from.limit(), from.position() + padded(length)));
        }
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private void readSegments() throws IOException {
        long at = header.getLong(32);
        long count = Short.toUnsignedInt(header.getShort(56));
        if (count == MANY_SEGMENTS) {
            count = bytes(header.getLong(40), 64).getInt(44);
        }
        ByteBuffer table = bytes(at, count * 56);
        while (table.remaining() >= 56) {
            int start = table.position();
            segments.add(new Segment(
                    table.getInt(start),
                    table.getLong(start + 8),
                    table.getLong(start + 16),
                    table.getLong(start + 32),
                    table.getLong(start + 40)));
            table.position(start + 56);
        }
    }

    private List<Section> sections() throws IOException {
        int count = Short.toUnsignedInt(header.getShort(60));
        int names = Short.toUnsignedInt(header.getShort(62));
        ByteBuffer table = bytes(header.getLong(40), count * 64L);
        if (names >= count) {
            return List.of();
        }
        byte[] text = bytes(table.getLong(names * 64 + 24), table.getLong(names * 64 + 32))
                .array();
        List<Section> sections = new ArrayList<>();
        for (int at = 0; at < count * 64; at += 64) {
            sections.add(new Section(
                    table.getInt(at + 4),
                    text(text, table.getInt(at)),
                    table.getLong(at + 24),
                    table.getLong(at + 32),
                    Math.floorMod(table.getInt(at + 40), count)));
        }
        return sections;
    }

    private static String text(byte[] from, int start) {
        if (start < 0 || start >= from.length) {
            return "";
        }
        int end = start;
        while (end < from.length && from[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(from, start, end), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
