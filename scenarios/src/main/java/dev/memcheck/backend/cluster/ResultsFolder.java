package dev.memcheck.backend.cluster;

import dev.memcheck.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder {@code results} beside the Makefile, where regression files leave what they write: pg_regress makes it. It goes again
 * with all that is in it, if it was not there before.
 *
 * @param path of the folder
 * @param ours whether it was not there
 */
record ResultsFolder(Path path, boolean ours) implements AutoCloseable {
    static ResultsFolder in(Path directory) {
        Path path = directory.toAbsolutePath().resolve("results");
        try {
            Files.createDirectory(path);
            return new ResultsFolder(path, true);
        } catch (IOException thereOrReadOnly) {
            return new ResultsFolder(path, false);
        }
    }

    @Override
    public void close() {
        if (ours) {
            OwnFiles.remove(path);
        }
    }
}
