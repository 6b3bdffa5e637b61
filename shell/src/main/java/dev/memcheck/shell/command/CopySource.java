package dev.memcheck.shell.command;

import dev.memcheck.script.CopyLine;
import dev.memcheck.shell.out.WorkingDirectory;
import dev.memcheck.sql.CopyData;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where {@code \copy ... from} reads: a file, or what a program prints. Read anew if the statement is repeated. */
final class CopySource implements CopyData {
    /** What a shell says of a program that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private final CopyLine line;
    private final Path file;
    private final WorkingDirectory directory;
    private volatile Optional<Process> process = Optional.empty();

    /** Whether the program has come to the end of its data. */
    private volatile boolean heard;

    /** Whether it was ended here, since nobody wants the rest. */
    private volatile boolean cut;

    CopySource(CopyLine line, WorkingDirectory directory) {
        this.line = line;
        this.directory = directory;
        this.file = directory.resolve(line.name());
    }

    /** Why it cannot be read at all, in the words of psql. */
    Optional<String> problem() {
        if (line.place() != CopyLine.Place.FILE) {
            return Optional.empty();
        }
        if (Files.isDirectory(file)) {
            return Optional.of(line.name() + ": cannot copy from/to a directory");
        }
        return !Files.exists(file)
                ? Optional.of(line.name() + ": No such file or directory")
                : Files.isReadable(file) ? Optional.empty() : Optional.of(line.name() + ": Permission denied");
    }

    @Override
    public InputStream open() throws IOException {
        return switch (line.place()) {
            case FILE -> file();
            case PROGRAM -> program();
            case PROCESS, TEXT -> kept(System.in);
        };
    }

    /** Standard input is not ours to close: another command may go on with it. */
    private static InputStream kept(InputStream input) {
        return new FilterInputStream(input) {
            @Override
            public void close() {
                // It stays open.
            }
        };
    }

    private InputStream file() throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new IOException(problem().orElse(e.getMessage()), e);
        }
    }

    private InputStream program() throws IOException {
        Process started = directory
                .program("/bin/sh", "-c", line.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .start();
        heard = false;
        cut = false;
        process = Optional.of(started);
        return new FilterInputStream(started.getInputStream()) {
            /** The end that Ctrl-C makes, which a program at the terminal hears first, is not the end of the data. */
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int count = super.read(to, offset, length);
                heard |= count < 0;
                if (count < 0 && status(started) == INTERRUPTED) {
                    throw new IOException("canceled by user");
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                // What it has started holds our pipe, too.
                if (!heard && started.isAlive()) {
                    cut = true;
                    List<ProcessHandle> others = started.descendants().toList();
                    // First the shell, which would say what became of them.
                    started.destroy();
                    others.forEach(ProcessHandle::destroy);
                }
                super.close();
            }
        };
    }

    /** How the program has failed, if it has: its rows are there all the same. */
    Optional<String> failure() {
        Optional<Process> ended = process;
        int status = ended.isEmpty() ? 0 : status(ended.get());
        return status == 0 || status == INTERRUPTED || cut
                ? Optional.empty()
                : Optional.of(line.name() + ": child process exited with exit code " + status);
    }

    private static int status(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }
}
