package dev.memcheck.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people name and memcheck reads as a whole: what has no end, or keeps its reader waiting, is none. */
public final class InputFile {
    /** More than any text that somebody wrote or generated to be run. */
    private static final int MOST_BYTES = 64 << 20;

    private static final String TOO_LONG =
            "it is longer than " + (MOST_BYTES >> 20) + " MB, the most that a text may have";

    private InputFile() {}

    /**
     * All of a text file.
     *
     * @throws IOException if it cannot be read; the message says why, without the file's name
     */
    public static byte[] read(Path file) throws IOException {
        requireRegular(file);
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /**
     * All that comes, where that is a text: standard input may be a pipe.
     *
     * @throws IOException if it cannot be read, or does not end where a text should have
     */
    public static byte[] read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException(TOO_LONG);
        }
        return bytes;
    }

    /** @throws IOException if there is no such file, or it is a directory, a pipe, a socket or a device */
    public static void requireRegular(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        if (!Files.exists(file)) {
            throw new IOException("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is a pipe, a socket or a device, expected a regular file");
        }
    }
}
