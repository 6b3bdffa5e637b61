package dev.memcheck.shell.out;

import dev.memcheck.file.OwnFiles;
import dev.memcheck.render.report.ReportFormat;
import dev.memcheck.report.RunReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A file that is replaced as a whole: it holds all of the new content or what was there before, never a part. */
public final class OutputFile {
    private final Path path;

    private OutputFile(Path path) {
        this.path = path;
    }

    /**
     * Checks that a file of this name can be written, before the work begins whose result goes into it.
     *
     * @param what is to be written, with its article
     * @throws UsageException if it cannot
     */
    public static OutputFile of(String name, String what) {
        Path path;
        try {
            path = Path.of(name).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UsageException("not a valid file name: \"" + name + "\"", e);
        }
        Path directory = path.getParent();
        if (directory == null || Files.isDirectory(path)) {
            throw new UsageException(name + " is a directory, expected the name of a file for " + what);
        }
        if (!Files.isDirectory(directory)) {
            throw new UsageException(what + " cannot be written to " + name + ": there is no directory " + directory);
        }
        if (!Files.isWritable(Files.exists(path) && !Files.isRegularFile(path) ? path : directory)) {
            throw new UsageException(what + " cannot be written to " + name + ": permission denied");
        }
        try {
            return new OutputFile(directory.toRealPath().resolve(path.getFileName()));
        } catch (IOException e) {
            throw new UsageException(what + " cannot be written to " + name + ": " + why(e), e);
        }
    }

    /** @throws IOException if it cannot be written */
    public void write(ReportFormat format, RunReport run) throws IOException {
        write(format, run, () -> false, words -> {});
    }

    /**
     * The same, where it may be a pipe that nobody reads.
     *
     * @param isOver whether the user wants to stop
     * @param say tells what is waited for
     * @throws IOException if it cannot be written
     */
    public void write(ReportFormat format, RunReport run, BooleanSupplier isOver, Consumer<String> say)
            throws IOException {
        Content report = out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            format.write(run, writer);
            writer.flush();
        };
        write(report, PipeOpening.of(isOver, say));
    }

    /** @throws IOException if it cannot be written */
    public void write(Content content) throws IOException {
        write(content, PipeOpening.of(() -> false, words -> {}));
    }

    private void write(Content content, PipeOpening opening) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // A pipe or a device takes what it is given.
            try (OutputStream out = opening.open(path)) {
                content.write(out);
            }
            return;
        }
        // A name that is a link stays one.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path whole = OwnFiles.reserve(target.getParent(), "." + target.getFileName(), "tmp");
        try {
            write(content, whole, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            OwnFiles.remove(whole);
        }
    }

    /** Why a file could not be written, in words. */
    public static String why(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "its directory has gone";
        }
        String reason = e instanceof FileSystemException inFiles ? inFiles.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }

    private static void write(Content content, Path file, StandardOpenOption... options) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, options)) {
            content.write(out);
        }
    }

    /** What is written. */
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out flushed and closed by its owner
         */
        void write(OutputStream out) throws IOException;
    }

    /** Whether both are the same file, also through a link. */
    public boolean isSame(OutputFile other) {
        try {
            return other.path.equals(path)
                    || Files.exists(path) && Files.exists(other.path) && Files.isSameFile(path, other.path);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether this is the file. */
    public boolean isSame(Path file) {
        try {
            return Files.exists(path) && Files.exists(file) && Files.isSameFile(path, file);
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Checks that what is read stays as it is.
     *
     * @param what is written to this file, with its article
     * @throws UsageException if one of them is this file
     */
    public void requireUnread(List<Path> read, String what) {
        if (read.stream().anyMatch(this::isSame)) {
            throw new UsageException(what + " cannot go to " + path + ", which is read: give it a file of its own");
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
