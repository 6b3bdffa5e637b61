package dev.memcheck.outside;

import dev.memcheck.snapshot.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at a process of this machine, which goes on as if nobody did. */
public final class LiveProcess {
    private static final Path PROC = Path.of("/proc");
    private static final Path SCOPE = Path.of("/proc/sys/kernel/yama/ptrace_scope");

    private static final int KILOBYTE = 1024;

    private final int pid;
    private final Path directory;

    public LiveProcess(int pid) {
        this.pid = pid;
        this.directory = PROC.resolve(String.valueOf(pid));
    }

    /**
     * Takes one look.
     *
     * @param takenAt the time
     * @throws OutsideException if it cannot be had; the message says why and what to do
     */
    public OutsideTree look(Instant takenAt) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            throw new OutsideException("only Linux shows the memory of a process: there is no /proc/self");
        }
        if (!Files.isDirectory(directory)) {
            throw new OutsideException("there is no process " + pid + " on this machine");
        }
        Optional<String> ranBefore = ran();
        try (ElfFile file = program();
                RawMemory raw = new ProcessMemory(pid)) {
            ServerProgram program = ServerProgram.of(file, "its program");
            OptionalLong entry = CoreNotes.entry(ByteBuffer.wrap(Files.readAllBytes(directory.resolve("auxv"))));
            TreeLook look = new TreeLook(new Memory(raw), program, entry.orElse(program.entry()) - program.entry());
            Snapshot tree = look.take(pid, takenAt, true);
            Snapshot snapshot = tree.with(tree.facts().withProcess(OptionalLong.empty(), rssAnon()));
            String state = state();
            boolean worked = state.equals("running") || !ran().equals(ranBefore);
            return new OutsideTree(
                    snapshot,
                    "process " + pid + ", " + state,
                    title(),
                    program.version(),
                    program.versionNumber(),
                    notes(look, worked));
        } catch (OutsideException e) {
            throw new OutsideException("process " + pid + ": " + e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw new OutsideException(rights(), e);
        } catch (NoSuchFileException e) {
            throw new OutsideException("process " + pid + " has ended", e);
        } catch (IOException e) {
            throw new OutsideException("process " + pid + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ElfFile program() throws IOException {
        try {
            return ElfFile.open(directory.resolve("exe"));
        } catch (NoSuchFileException e) {
            throw new OutsideException("it has no program: it has ended, or is the kernel's");
        }
    }

    private static List<String> notes(TreeLook look, boolean worked) {
        String often = look.walks() > 1 ? ", " + look.walks() + " times until all fitted together" : "";
        if (look.doubtful() + look.unnamed() > 0) {
            return List.of(doubt(look, worked));
        }
        return worked || look.walks() > 1
                ? List.of("the process worked while it was read" + often
                        + ": the figures of its contexts need not be of one moment")
                : List.of();
    }

    private static String doubt(TreeLook look, boolean worked) {
        int places = look.doubtful() + look.unnamed();
        return worked
                ? "the process works faster than its tree can be read: " + look.walks()
                        + " times something did not fit, and " + places
                        + " places of the last time are left out or guessed"
                : places
                        + " places do not fit together, though the process stood still, and are left out or guessed:"
                        + " it was stopped in the middle of a change, or its memory was overwritten";
    }

    /** Time on a processor so far, if the kernel counts it. */
    private Optional<String> ran() {
        return line("schedstat").map(line -> line.split(" ")[0]);
    }

    /** As the kernel says it: {@code sleeping}, {@code stopped}, {@code tracing stop}, {@code running}. */
    private String state() {
        return line("status", "State:")
                .map(state -> state.replaceAll(".*\\((.*)\\).*", "$1"))
                .orElse("gone");
    }

    /** In the kernel's words, resident memory that is backed by no file and shared with nobody. */
    private OptionalLong rssAnon() {
        return line("status", "RssAnon:")
                .map(line -> OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE))
                .orElse(OptionalLong.empty());
    }

    private String title() throws IOException {
        String title = new String(Files.readAllBytes(directory.resolve("cmdline")), StandardCharsets.UTF_8);
        return title.replace('\0', ' ').strip();
    }

    private Optional<String> line(String file) {
        return line(file, "");
    }

    /** The first line of a file that begins so. */
    private Optional<String> line(String file, String start) {
        try {
            return Files.readAllLines(directory.resolve(file)).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String rights() {
        String memory = "the memory of process " + pid + " may not be read by user " + System.getProperty("user.name");
        String owner;
        try {
            owner = Files.getOwner(directory).getName();
        } catch (IOException e) {
            return "process " + pid + " has ended";
        }
        if (System.getProperty("user.name").equals("root")) {
            return memory + ": this container or unit lacks the capability CAP_SYS_PTRACE (docker run"
                    + " --cap-add=SYS_PTRACE)";
        }
        String scope = scope();
        if (scope.equals("3")) {
            return memory + ": kernel.yama.ptrace_scope is 3, which forbids it to all until the machine starts again";
        }
        if (owner.equals(System.getProperty("user.name"))) {
            return memory
                    + (scope.isEmpty() || scope.equals("0")
                            ? ": the kernel protects it; run the same as root"
                            : ": kernel.yama.ptrace_scope is " + scope
                                    + ", which lets only root look at others; run the same as root, or sysctl"
                                    + " kernel.yama.ptrace_scope=0");
        }
        boolean ownerMay = !owner.equals("root") && (scope.isEmpty() || scope.equals("0"));
        return memory + ", since it is " + owner + "'s: run the same as " + (ownerMay ? owner + " or root" : "root");
    }

    private static String scope() {
        try {
            return Files.readString(SCOPE).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
