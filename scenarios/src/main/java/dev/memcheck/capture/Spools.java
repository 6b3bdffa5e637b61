package dev.memcheck.capture;

import dev.memcheck.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Temporary files of sessions, for this account's eyes only. */
final class Spools {
    private Spools() {}

    /** Makes a new one, and removes what killed runs have left behind. */
    static Path create() throws IOException {
        Path spool = OwnFiles.temporary("capture", "gz");
        return Files.createFile(
                spool, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    static String directory() {
        return OwnFiles.temporaryDirectory().toString();
    }

    static void remove(Path spool) {
        OwnFiles.remove(spool);
    }
}
