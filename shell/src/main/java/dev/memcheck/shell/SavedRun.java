package dev.memcheck.shell;

import dev.memcheck.capture.Capture;
import dev.memcheck.capture.SessionCapture;
import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code --save} keeps of a run, if it was given. Safe for use by several threads. */
final class SavedRun implements AutoCloseable {
    private final Optional<OutputFile> file;
    private final List<SessionCapture> begun = new ArrayList<>();

    private SavedRun(Optional<OutputFile> file) {
        this.file = file;
    }

    /** @throws UsageException if there cannot be such a file */
    static SavedRun to(Optional<String> file) {
        return new SavedRun(file.map(name -> OutputFile.of(name, "the run")));
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
     * @throws UsageException if it cannot be written
     */
    void write(RunReport run, List<FileResult> results) {
        if (file.isEmpty()) {
            return;
        }
        List<SessionCapture> sessions =
                results.stream().flatMap(result -> result.capture().stream()).toList();
        try {
            file.get().write(out -> Capture.write(run, sessions, out));
        } catch (IOException e) {
            throw new UsageException("the run could not be saved: " + e, e);
        }
    }

    @Override
    public synchronized void close() {
        begun.forEach(SessionCapture::close);
    }
}
