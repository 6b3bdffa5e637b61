package dev.memcheck.shell.out;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A place other than the screen that results go to: a file, or what a program reads. Opened by the first result, as in psql. */
public abstract class ResultDestination {
    private static final String PIPE = "|";

    private Optional<PrintWriter> writer = Optional.empty();
    private Optional<SwallowingStream> raw = Optional.empty();
    private Optional<String> problem = Optional.empty();

    private ResultDestination() {}

    /**
     * The one that a command names.
     *
     * @param written a file, or {@code |PROGRAM}
     * @param directory where its name begins
     * @param screen shows what a program prints
     * @param atTerminal whether a program may have the terminal
     * @throws UsageException if that can be no file
     */
    public static ResultDestination of(String written, WorkingDirectory directory, Screen screen, boolean atTerminal) {
        if (written.startsWith(PIPE)) {
            return new Program(written.substring(PIPE.length()), directory, screen, atTerminal);
        }
        return new File(written, directory.resolve(written), screen);
    }

    /** Opens it now, and says why it cannot be opened. */
    public Optional<String> open() {
        out();
        return problem;
    }

    /** Where to print. What cannot be opened swallows all. */
    PrintWriter out() {
        if (writer.isEmpty()) {
            Writer opened = Writer.nullWriter();
            try {
                opened = new java.io.OutputStreamWriter(stream(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                problem = Optional.of(words(e));
            }
            writer = Optional.of(new PrintWriter(opened));
        }
        return writer.get();
    }

    /** Opens it now for bytes, in place of what {@link #out} prints. What cannot be opened or written swallows all. */
    public OutputStream bytes() {
        OutputStream opened = OutputStream.nullOutputStream();
        try {
            opened = new BufferedOutputStream(stream());
        } catch (IOException e) {
            problem = Optional.of(words(e));
        }
        raw = Optional.of(new SwallowingStream(opened));
        // Nothing is printed there beside the bytes, and it is not opened a second time.
        writer = Optional.of(new PrintWriter(Writer.nullWriter()));
        return raw.get();
    }

    /** What has gone wrong so far. */
    public Optional<String> problem() {
        return problem;
    }

    /** Ends it, and says what went wrong. */
    public Optional<String> close() {
        if (raw.isPresent()) {
            raw.get().close();
            Optional<String> lost = raw.get().failure().map(e -> this + ": " + e.getMessage());
            end();
            problem = problem.or(this::failure).or(() -> lost);
            return problem;
        }
        if (writer.isPresent()) {
            boolean failed = writer.get().checkError();
            writer.get().close();
            end();
            if (failed && problem.isEmpty() && mindsLosses()) {
                problem = Optional.of(this + ": cannot be written");
            }
        }
        return problem;
    }

    abstract OutputStream stream() throws IOException;

    abstract boolean mindsLosses();

    abstract void end();

    /** How it has ended, if not well. */
    Optional<String> failure() {
        return Optional.empty();
    }

    private String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return this + ": No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return this + ": Permission denied";
        }
        return this + ": "
                + (e instanceof FileSystemException known && known.getReason() != null
                        ? known.getReason()
                        : e.getMessage());
    }

    /** A file, which is written anew. */
    private static final class File extends ResultDestination {
        private final String written;
        private final Path path;
        private final Screen screen;

        private File(String written, Path path, Screen screen) {
            this.written = written;
            this.path = path;
            this.screen = screen;
        }

        /** The system holds who opens a pipe until somebody reads it. */
        @Override
        OutputStream stream() throws IOException {
            if (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path)) {
                return Files.newOutputStream(path);
            }
            return PipeOpening.of(() -> false, this::waits).open(path);
        }

        private void waits(String words) {
            screen.say("note: " + words);
            screen.flush();
        }

        @Override
        boolean mindsLosses() {
            return true;
        }

        @Override
        void end() {}

        @Override
        public String toString() {
            return written;
        }
    }

    /** A program of the system. One that ends before it has read all, as {@code head} does, is no problem. */
    private static final class Program extends ResultDestination {
        private final String command;
        private final WorkingDirectory directory;
        private final Screen screen;
        private final boolean atTerminal;
        private Optional<Process> process = Optional.empty();
        private Optional<Thread> reader = Optional.empty();

        private Program(String command, WorkingDirectory directory, Screen screen, boolean atTerminal) {
            this.command = command;
            this.directory = directory;
            this.screen = screen;
            this.atTerminal = atTerminal;
        }

        @Override
        OutputStream stream() throws IOException {
            screen.flush();
            ProcessBuilder builder = directory
                    .program("/bin/sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(atTerminal ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE);
            Process started = builder.start();
            process = Optional.of(started);
            if (!atTerminal) {
                Thread thread = new Thread(() -> show(started), "memcheck-program");
                thread.setDaemon(true);
                thread.start();
                reader = Optional.of(thread);
            }
            return started.getOutputStream();
        }

        /** Through the screen, since standard output may be a report's. */
        private void show(Process started) {
            try (BufferedReader output = started.inputReader(StandardCharsets.UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    screen.tabbed(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        boolean mindsLosses() {
            return false;
        }

        @Override
        void end() {
            try {
                if (process.isPresent()) {
                    process.get().waitFor();
                }
                if (reader.isPresent()) {
                    reader.get().join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        Optional<String> failure() {
            return process.filter(ended -> !ended.isAlive() && ended.exitValue() != 0)
                    .map(ended -> this + ": child process exited with exit code " + ended.exitValue());
        }

        @Override
        public String toString() {
            return command;
        }
    }
}
