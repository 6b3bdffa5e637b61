package dev.memcheck.outside;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Memory as a core file has it. What programs and libraries hold unchanged is not in it, and is read from them. */
final class CoreMemory implements RawMemory {
    private final ElfFile core;
    private final TreeMap<Long, ElfFile.Segment> segments = new TreeMap<>();
    private final TreeMap<Long, CoreNotes.Mapping> mappings = new TreeMap<>();
    private final Map<Path, Optional<FileChannel>> files = new HashMap<>();
    private final TreeSet<String> missing = new TreeSet<>();

    /** @param notes which files were mapped where */
    CoreMemory(ElfFile core, CoreNotes notes) {
        this.core = core;
        for (ElfFile.Segment segment : core.segments()) {
            if (segment.type() == ElfFile.LOAD) {
                segments.put(segment.address(), segment);
            }
        }
        notes.mappings().forEach(mapping -> mappings.put(mapping.start(), mapping));
    }

    /** The files that were needed and are not there. */
    TreeSet<String> missing() {
        return missing;
    }

    @Override
    public boolean read(long address, byte[] into) throws IOException {
        return readCore(address, into) || readFile(address, into);
    }

    /** Only what the core file itself has. */
    boolean readCore(long address, byte[] into) throws IOException {
        Map.Entry<Long, ElfFile.Segment> below = segments.floorEntry(address);
        if (below == null) {
            return false;
        }
        ElfFile.Segment segment = below.getValue();
        long offset = address - segment.address();
        if (offset + into.length > segment.fileSize()) {
            return false;
        }
        try {
            core.bytes(segment.offset() + offset, into.length).get(into);
            return true;
        } catch (EOFException e) {
            throw new IOException(
                    "the core file is cut off: it ends before the memory at 0x" + Long.toHexString(address)
                            + "; more of it is written where \"ulimit -c unlimited\" was set before the server started",
                    e);
        }
    }

    private boolean readFile(long address, byte[] into) throws IOException {
        Map.Entry<Long, CoreNotes.Mapping> below = mappings.floorEntry(address);
        if (below == null || address >= below.getValue().end()) {
            return false;
        }
        CoreNotes.Mapping mapping = below.getValue();
        Optional<FileChannel> file = files.computeIfAbsent(mapping.file(), CoreMemory::open);
        if (file.isEmpty()) {
            missing.add(mapping.file().toString());
            return false;
        }
        // The last page of a file is filled up with zeros.
        ByteBuffer buffer = ByteBuffer.wrap(into);
        long offset = mapping.offset() + address - mapping.start();
        int got = 0;
        while (buffer.hasRemaining() && got >= 0) {
            got = file.get().read(buffer, offset + buffer.position());
        }
        return true;
    }

    private static Optional<FileChannel> open(Path path) {
        try {
            return Optional.of(FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        for (Optional<FileChannel> file : files.values()) {
            if (file.isPresent()) {
                file.get().close();
            }
        }
        core.close();
    }
}
