package dev.memcheck.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Temporary files of sessions. Each has its process's id in its name. One whose process was killed is removed by the next run
 * of the same account.
 */
final class Spools {
    private static final String PREFIX = "memcheck-capture.";

    private Spools() {}

    /** Makes a new one, and removes what was left behind. */
    static Path create() throws IOException {
        Path directory = Path.of(directory());
        sweep(directory);
        Path spool =
                Files.createTempFile(directory, PREFIX + ProcessHandle.current().pid() + ".", ".gz");
        // A hang-up ends the process in order, but nobody's blocks.
        spool.toFile().deleteOnExit();
        return spool;
    }

    static String directory() {
        return System.getProperty("java.io.tmpdir");
    }

    static void remove(Path spool) {
        try {
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            // What is left is removed by the next run.
        }
    }

    private static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> spools = Files.newDirectoryStream(directory, PREFIX + "*.gz")) {
            for (Path spool : spools) {
                if (isOurs(spool) && !isHeld(spool)) {
                    remove(spool);
                }
            }
        }
    }

    /** A file of this account, and no link. */
    private static boolean isOurs(Path spool) {
        try {
            return Files.isRegularFile(spool, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(spool, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(System.getProperty("user.name"));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether the process that made it lives. A name that tells of none is left alone. */
    private static boolean isHeld(Path spool) {
        String[] parts = spool.getFileName().toString().split("\\.");
        if (parts.length != 4 || !parts[1].matches("[0-9]{1,10}")) {
            return true;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
        return process.filter(ProcessHandle::isAlive).isPresent();
    }
}
