package dev.memcheck.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Temporary files and directories of this process, each with its process id in its name: {@code PREFIX.PID.RANDOM.SUFFIX}.
 * One whose process was killed is removed by the next one of the same account that looks. Safe for use by several threads.
 */
public final class OwnFiles {
    private static final String TEMPORARY = "memcheck-";
    private static final String PROCESS_AND_REST = "\\.([0-9]{1,10})\\.[0-9A-Za-z]+\\.";

    /** What this process has now. In a container each process may have the same id. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    static {
        // A hang-up ends the process in order, but nobody's blocks.
        Thread hook = new Thread(OwnFiles::removeAll);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException tooLate) {
            // The sweep at the start may come when the process ends already.
            removeAll();
        }
    }

    /** Guarded by {@link #HELD}. Other threads go on while the process ends, for as long as its server takes to stop. */
    private static boolean ending;

    private OwnFiles() {}

    private static void removeAll() {
        synchronized (HELD) {
            ending = true;
            List.copyOf(HELD).forEach(OwnFiles::remove);
        }
    }

    /** The directory for temporary files. */
    public static Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * A name for a new file or directory in the directory for temporary files.
     *
     * @param kind a word that says what it is
     * @param suffix without the dot before it
     */
    public static Path temporary(String kind, String suffix) throws IOException {
        return reserve(temporaryDirectory(), TEMPORARY + kind, suffix);
    }

    /**
     * A new file in the directory for temporary files, for this account's eyes only.
     *
     * @param kind a word that says what it is
     * @param suffix without the dot before it
     * @throws IOException also if the process is ending: nobody would remove it
     */
    public static Path createTemporary(String kind, String suffix) throws IOException {
        Path path = temporary(kind, suffix);
        synchronized (HELD) {
            if (ending) {
                throw new IOException("memcheck is ending");
            }
            return Files.createFile(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Removes what killed processes of this account have left there, of each kind; in vain if it cannot be read. */
    public static void sweepTemporary() {
        try {
            sweep(temporaryDirectory(), Pattern.compile(TEMPORARY + "[a-z]+" + PROCESS_AND_REST + "[a-z]+"));
        } catch (IOException unreadable) {
            // Who needs the directory will say so.
        }
    }

    /**
     * A name for a new file or directory. Removes what killed processes have left of its kind. It is gone when this process ends in
     * order, if {@link #remove} was not called before.
     *
     * @param prefix without the dot after it
     * @param suffix without the dot before it
     * @throws IOException if the directory cannot be read
     */
    public static Path reserve(Path directory, String prefix, String suffix) throws IOException {
        sweep(directory, Pattern.compile(Pattern.quote(prefix) + PROCESS_AND_REST + Pattern.quote(suffix)));
        Path path = directory
                .toAbsolutePath()
                .resolve(prefix + "." + ProcessHandle.current().pid() + "."
                        + UUID.randomUUID().toString().replace("-", "") + "." + suffix);
        HELD.add(path);
        return path;
    }

    /** Removes it with all that is in it, if it is there. What cannot be removed is left to the next run. */
    public static void remove(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException gone) {
            // Or it is left to the next run.
        }
        HELD.remove(path);
    }

    private static void sweep(Path directory, Pattern ours) throws IOException {
        DirectoryStream.Filter<Path> left = path -> isLeft(path, ours);
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory.toAbsolutePath(), left)) {
            for (Path path : paths) {
                remove(path);
            }
        }
    }

    private static boolean isLeft(Path path, Pattern ours) {
        Matcher name = ours.matcher(path.getFileName().toString());
        return name.matches() && isOfThisAccount(path) && !isHeld(path, Long.parseLong(name.group(1)));
    }

    /** No link: what it leads to may be anybody's. */
    private static boolean isOfThisAccount(Path path) {
        try {
            return !Files.isSymbolicLink(path)
                    && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isHeld(Path path, long process) {
        return process == ProcessHandle.current().pid()
                ? HELD.contains(path)
                : ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }
}
