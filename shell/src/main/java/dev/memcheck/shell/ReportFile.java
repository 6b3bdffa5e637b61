package dev.memcheck.shell;

import dev.memcheck.render.report.ReportFormat;
import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that a report goes to. It is the whole report or what was there before, never a part. */
final class ReportFile {
    private final Path path;

    private ReportFile(Path path) {
        this.path = path;
    }

    /**
     * Looks whether a file of this name can be written, before the run that is to be reported.
     *
     * @throws UsageException if it cannot
     */
    static ReportFile of(String name) {
        Path path;
        try {
            path = Path.of(name).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UsageException("no file can have the name \"" + name + "\"", e);
        }
        Path directory = path.getParent();
        if (directory == null || Files.isDirectory(path)) {
            throw new UsageException(name + " is a directory, expected the name of a file for the report");
        }
        if (!Files.isDirectory(directory)) {
            throw new UsageException(
                    "the report cannot be written to " + name + ": there is no directory " + directory);
        }
        if (!Files.isWritable(Files.exists(path) && !Files.isRegularFile(path) ? path : directory)) {
            throw new UsageException("the report cannot be written to " + name + ": permission denied");
        }
        try {
            return new ReportFile(directory.toRealPath().resolve(path.getFileName()));
        } catch (IOException e) {
            throw new UsageException("the report cannot be written to " + name + ": " + e, e);
        }
    }

    /** @throws IOException if it cannot be written */
    void write(ReportFormat format, RunReport run) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // A pipe or a device takes what it is given.
            write(format, run, path, StandardOpenOption.WRITE);
            return;
        }
        // A name that is a link stays one.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path whole = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            write(format, run, whole, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static void write(ReportFormat format, RunReport run, Path file, StandardOpenOption... options)
            throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, options)) {
            format.write(run, out);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReportFile file && file.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
