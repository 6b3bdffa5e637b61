package dev.memcheck.script;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds the text that {@code \include} names. */
@FunctionalInterface
public interface IncludeResolver {
    /**
     * A session text.
     *
     * @param name what positions in it say, and what tells it from other texts
     */
    record Source(String name, String text) {}

    /**
     * Reads an included text.
     *
     * @param file as written after {@code \include}
     * @param includer name of the text that includes it
     * @throws IOException if it cannot be read; its message says why, without the name of the file
     */
    Source resolve(String file, String includer) throws IOException;

    /** Files in UTF-8, relative ones from the directory of the including file. */
    static IncludeResolver files() {
        return (file, includer) -> {
            Path path;
            try {
                Path includerPath = Path.of(includer);
                path = includerPath.resolveSibling(file).normalize();
            } catch (InvalidPathException invalid) {
                throw new IOException("this is no name of a file", invalid);
            }
            return new Source(path.toString(), SessionBytes.decode(path.toString(), InputFile.read(path)));
        };
    }
}
