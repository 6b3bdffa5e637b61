package dev.memcheck.capture;

import dev.memcheck.report.SessionReport;
import dev.memcheck.run.Moment;
import dev.memcheck.run.SilentListener;
import dev.memcheck.session.SessionName;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Listens to one session and keeps its moments in a temporary file, so that a long run needs no more memory than a short
 * one. Used by the loop's thread; what is kept is copied when the session is over.
 */
public final class SessionCapture extends SilentListener implements AutoCloseable {
    private Optional<Path> spool = Optional.empty();
    private Optional<OutputStream> out = Optional.empty();
    private Optional<SessionWriter> writer = Optional.empty();

    /** Why nothing more is kept. The session goes on without it: its verdict and reports are worth more. */
    private Optional<IOException> trouble = Optional.empty();

    /** A session begins. */
    public SessionCapture() {
        try {
            spool = Optional.of(Spools.create());
            // One that was removed, because the process ends, is not made again.
            OutputStream file = Files.newOutputStream(spool.get(), StandardOpenOption.WRITE);
            out = Optional.of(new BufferedOutputStream(new GZIPOutputStream(file)));
            writer = Optional.of(new SessionWriter(new FieldWriter(out.get())));
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /** The session is over. */
    public void finish(SessionReport report) {
        write(fields -> fields.report(report));
        if (trouble.isEmpty()) {
            try {
                out.orElseThrow().close();
            } catch (IOException e) {
                giveUp(e);
            }
        }
    }

    /**
     * Writes what was kept to the end of a capture.
     *
     * @throws IOException also if not all could be kept
     */
    void copyTo(OutputStream capture) throws IOException {
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        try (InputStream kept = new GZIPInputStream(Files.newInputStream(spool.orElseThrow()))) {
            kept.transferTo(capture);
        }
    }

    @Override
    public void momentKept(Moment moment, SessionName session) {
        write(fields -> fields.moment(moment));
    }

    /** Something to keep. */
    private interface Fields {
        void to(SessionWriter fields) throws IOException;
    }

    private void write(Fields fields) {
        if (trouble.isPresent()) {
            return;
        }
        try {
            fields.to(writer.orElseThrow());
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /** Makes room at once: what is there is of no use without the rest. */
    private void giveUp(IOException e) {
        String where = spool.map(Path::toString).orElseGet(Spools::directory);
        trouble = Optional.of(new IOException(
                "what was seen could not be kept in " + where + " until the end: " + e.getMessage(), e));
        close();
    }

    /** Removes the temporary file. */
    @Override
    public void close() {
        try {
            if (out.isPresent()) {
                out.get().close();
            }
        } catch (IOException full) {
            // What it still holds is not wanted.
        }
        spool.ifPresent(Spools::remove);
    }
}
