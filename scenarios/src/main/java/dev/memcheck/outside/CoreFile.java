package dev.memcheck.outside;

import dev.memcheck.snapshot.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at what a process left when it died, or what a debugger wrote of it. */
public final class CoreFile {
    private static final int PAGE = 4096;

    private final Path file;
    private final Optional<Path> program;

    /** @param program where its program is, if not where it was started from */
    public CoreFile(Path file, Optional<Path> program) {
        this.file = file;
        this.program = program;
    }

    /** @throws OutsideException if it cannot be had; the message says why and what to do */
    public OutsideTree look() {
        try (ElfFile core = ElfFile.open(file)) {
            return look(core);
        } catch (OutsideException e) {
            throw new OutsideException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new OutsideException(file + " cannot be read: " + why(e), e);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new OutsideException(file + ": it is damaged", e);
        }
    }

    private OutsideTree look(ElfFile core) throws IOException {
        if (core.type() != ElfFile.CORE) {
            throw new OutsideException("it is no core file");
        }
        CoreNotes notes = CoreNotes.of(core);
        Path binary = program.or(notes::program)
                .orElseThrow(() -> new OutsideException("it does not say which program it is of; --binary says it"));
        CoreNotes placed = notes.withProgram(binary);
        // It closes the core, too; to close that twice does no harm.
        try (ElfFile elf = open(binary);
                CoreMemory raw = new CoreMemory(core, placed)) {
            ServerProgram server = ServerProgram.of(elf, binary.toString());
            long moved = notes.entry().orElse(server.entry()) - server.entry();
            if ((moved & PAGE - 1) != 0) {
                throw new OutsideException("it is not of " + binary
                        + ", or of another build of it; --binary FILE names the right program");
            }
            requireSame(raw, notes, moved, elf, server, binary);
            TreeLook look = new TreeLook(new Memory(raw), server, moved);
            Instant written = Files.getLastModifiedTime(file).toInstant();
            Snapshot snapshot = look.take(notes.pid(), written, false);
            return new OutsideTree(
                    snapshot,
                    "core of process " + notes.pid()
                            + (notes.signal() == 0 ? "" : ", ended by signal " + notes.signal()),
                    notes.title(),
                    server.version(),
                    server.versionNumber(),
                    notes(look, raw.missing()));
        }
    }

    private ElfFile open(Path binary) {
        try {
            return ElfFile.open(binary);
        } catch (IOException e) {
            throw new OutsideException("its program " + binary + " cannot be read: " + why(e)
                    + (program.isPresent() ? "" : "; --binary FILE names another place"));
        }
    }

    /** The core has the program's first page where the kernel was not told to leave it out; in it is what tells builds apart. */
    private static void requireSame(
            CoreMemory raw, CoreNotes notes, long moved, ElfFile elf, ServerProgram server, Path binary)
            throws IOException {
        Optional<ElfFile.Segment> first = elf.segments().stream()
                .filter(segment -> segment.type() == ElfFile.LOAD && segment.offset() == 0)
                .findFirst();
        byte[] page = new byte[PAGE];
        if (first.isEmpty() || !raw.readCore(first.get().address() + moved & -PAGE, page)) {
            return;
        }
        Optional<String> there = buildId(ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN));
        if (there.isPresent()
                && server.buildId().isPresent()
                && !there.get().equals(server.buildId().get())) {
            throw new OutsideException("its program was another build than " + binary + " is now (build id "
                    + there.get() + ", there " + server.buildId().get() + "); --binary FILE names the right one");
        }
    }

    private static Optional<String> buildId(ByteBuffer page) {
        List<ElfFile.Note> notes = new ArrayList<>();
        int count = Short.toUnsignedInt(page.getShort(56));
        for (int at = (int) page.getLong(32); count > 0 && at >= 0 && at + 56 <= PAGE; at += 56, count--) {
            long offset = page.getLong(at + 8);
            long size = page.getLong(at + 32);
            if (page.getInt(at) == 4 && offset >= 0 && size >= 0 && offset <= PAGE && size <= PAGE - offset) {
                ElfFile.addNotes(page.slice((int) offset, (int) size).order(ByteOrder.LITTLE_ENDIAN), notes);
            }
        }
        return ElfFile.buildId(notes);
    }

    private static List<String> notes(TreeLook look, Set<String> missing) {
        List<String> notes = new ArrayList<>();
        int doubtful = look.doubtful() + (missing.isEmpty() ? look.unnamed() : 0);
        if (doubtful > 0) {
            notes.add(doubtful
                    + " places do not fit together: the process died in the middle of a change, its memory was"
                    + " overwritten, or the core has not all of it; what is there is not shown right");
        }
        if (!missing.isEmpty()) {
            notes.add("names stand as \"?\" where they were in a file that is not there now: "
                    + String.join(", ", missing));
        }
        return notes;
    }

    private static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
    }
}
