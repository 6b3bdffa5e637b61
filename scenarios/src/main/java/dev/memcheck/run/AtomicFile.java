package dev.memcheck.run;

import dev.memcheck.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files so that a reader, or who comes after a crash, finds the old text or the new one, never a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Puts a UTF-8 text in the place of a file. What stands behind a symbolic link is replaced, not the link, and an
     * existing file's permissions stay.
     *
     * @throws IOException if that cannot be; the file is as it was then
     */
    public static void write(Path file, String text) throws IOException {
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path temporary = OwnFiles.reserve(real.getParent(), "." + real.getFileName(), "new");
        try {
            Files.writeString(temporary, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            Files.setPosixFilePermissions(
                    temporary,
                    Files.exists(real)
                            ? Files.getPosixFilePermissions(real)
                            : PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            OwnFiles.remove(temporary);
        }
    }
}
