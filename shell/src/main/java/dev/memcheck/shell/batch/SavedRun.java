package dev.memcheck.shell.batch;

import dev.memcheck.capture.Capture;
import dev.memcheck.capture.SessionCapture;
import dev.memcheck.report.RunReport;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code --save} keeps of a run, if it was given. Safe for use by several threads. */
public final class SavedRun implements AutoCloseable {
    private final Optional<OutputFile> file;
    private final List<SessionCapture> begun = new ArrayList<>();

    private SavedRun(Optional<OutputFile> file) {
        this.file = file;
    }

    public static SavedRun to(Optional<OutputFile> file) {
        return new SavedRun(file);
    }

    Optional<OutputFile> file() {
        return file;
    }

    /** For a session that begins; empty if nothing is kept. */
    synchronized Optional<SessionCapture> begin() {
        Optional<SessionCapture> capture = file.map(unused -> new SessionCapture());
        capture.ifPresent(begun::add);
        return capture;
    }

    /**
     * Writes what was kept.
     *
     * @param results of the files whose sessions {@code run} has
     * @return whether it could be written; if not, {@code err} was told why
     */
    public ExitCode write(RunReport run, List<FileResult> results, PrintWriter err) {
        if (file.isEmpty()) {
            return ExitCode.GOOD;
        }
        List<SessionCapture> sessions =
                results.stream().flatMap(result -> result.capture().stream()).toList();
        try {
            file.get().write(out -> Capture.write(run, sessions, out));
            return ExitCode.GOOD;
        } catch (IOException e) {
            err.println("memcheck: the run could not be saved: " + OutputFile.why(e));
            return ExitCode.USAGE;
        }
    }

    @Override
    public synchronized void close() {
        begun.forEach(SessionCapture::close);
    }
}
