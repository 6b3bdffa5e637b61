package dev.memcheck.capture;

import dev.memcheck.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Temporary files of sessions, for this account's eyes only. */
final class Spools {
    private Spools() {}

    /** Makes a new one, and removes what killed runs have left behind. */
    static Path create() throws IOException {
        return OwnFiles.createTemporary("capture", "gz");
    }

    static String directory() {
        return OwnFiles.temporaryDirectory().toString();
    }

    static void remove(Path spool) {
        OwnFiles.remove(spool);
    }
}
