package dev.memcheck.outside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a core file says beside the memory.
 *
 * @param pid of the process
 * @param signal that ended it; 0 if none did, as with a debugger's core
 * @param title its command line, as the server writes it; cut to 80 bytes
 * @param entry where the program began
 * @param mappings which files were mapped where
 */
record CoreNotes(int pid, int signal, String title, OptionalLong entry, List<Mapping> mappings) {
    private static final int STATUS = 1;
    private static final int PROCESS = 3;
    private static final int AUXILIARY = 6;
    private static final int FILES = 0x46494c45;
    private static final long ENTRY = 9;

    /** A part of a file in memory. */
    record Mapping(long start, long end, long offset, Path file) {}

    static CoreNotes of(ElfFile core) throws IOException {
        int pid = 0;
        int signal = -1;
        String title = "";
        OptionalLong entry = OptionalLong.empty();
        List<Mapping> mappings = List.of();
        for (ElfFile.Note note : core.notes()) {
            ByteBuffer content = note.content();
            if (!note.owner().equals("CORE")) {
                continue;
            }
            if (note.type() == STATUS && signal < 0 && content.limit() > 36) {
                // The thread that was struck comes first.
                signal = content.getShort(12);
                pid = content.getInt(32);
            } else if (note.type() == PROCESS && content.limit() >= 136) {
                pid = content.getInt(24);
                title = text(content, 56, 80).strip();
            } else if (note.type() == AUXILIARY) {
                entry = entry(content);
            } else if (note.type() == FILES) {
                mappings = mappings(content);
            }
        }
        return new CoreNotes(pid, Math.max(signal, 0), title, entry, mappings);
    }

    /** The entry address among the words that a program is started with. */
    static OptionalLong entry(ByteBuffer auxiliary) {
        ByteBuffer words = auxiliary.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (words.remaining() >= 16) {
            long type = words.getLong();
            long value = words.getLong();
            if (type == ENTRY) {
                return OptionalLong.of(value);
            }
        }
        return OptionalLong.empty();
    }

    /** The file that the program was started from. */
    Optional<Path> program() {
        return entry.isEmpty() ? Optional.empty() : mappingAt(entry.getAsLong()).map(Mapping::file);
    }

    /** The same, with the program in another place. */
    CoreNotes withProgram(Path file) {
        Optional<Path> old = program();
        return new CoreNotes(
                pid,
                signal,
                title,
                entry,
                mappings.stream()
                        .map(mapping -> old.filter(mapping.file()::equals).isPresent()
                                ? new Mapping(mapping.start(), mapping.end(), mapping.offset(), file)
                                : mapping)
                        .toList());
    }

    Optional<Mapping> mappingAt(long address) {
        return mappings.stream()
                .filter(mapping -> mapping.start() <= address && address < mapping.end())
                .findFirst();
    }

    /** A list of places, and then the names in the same order. */
    private static List<Mapping> mappings(ByteBuffer content) {
        if (content.limit() < 16) {
            return List.of();
        }
        long count = content.getLong(0);
        long page = content.getLong(8);
        List<Mapping> mappings = new ArrayList<>();
        if (count < 0 || count > content.limit() / 24) {
            return mappings;
        }
        int name = (int) (16 + count * 24);
        for (int i = 0; i < count && name < content.limit(); i++) {
            int at = 16 + i * 24;
            String file = text(content, name, content.limit() - name);
            name = endOfText(content, name, content.limit()) + 1;
            path(file)
                    .ifPresent(path -> mappings.add(new Mapping(
                            content.getLong(at), content.getLong(at + 8), content.getLong(at + 16) * page, path)));
        }
        return mappings;
    }

    /** Empty for a name that this locale cannot encode. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer from, int start, int most) {
        byte[] bytes = new byte[endOfText(from, start, Math.min(start + most, from.limit())) - start];
        from.duplicate().position(start).get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where its zero byte is, or the limit. */
    private static int endOfText(ByteBuffer from, int start, int limit) {
        int end = start;
        while (end < limit && from.get(end) != 0) {
            end++;
        }
        return end;
    }
}
