package dev.memcheck.shell.out;

import dev.memcheck.report.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The file that a view writes what it shows to. */
public final class TreeFile {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'memcheck-tree-'yyyyMMdd-HHmmss-SSS'.txt'");

    private TreeFile() {}

    /**
     * Writes lines to a new file in the working directory, named after the time.
     *
     * @throws IOException if it cannot be written
     */
    public static Path write(List<String> lines) throws IOException {
        Path file = Path.of(WallClock.local().format(NAME)).toAbsolutePath();
        return Files.write(file, lines, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
