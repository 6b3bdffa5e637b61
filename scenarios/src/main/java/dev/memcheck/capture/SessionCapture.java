package dev.memcheck.capture;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.LossReport;
import dev.memcheck.run.MessageKind;
import dev.memcheck.run.Mismatch;
import dev.memcheck.run.Moment;
import dev.memcheck.run.RunListener;
import dev.memcheck.run.StatementReport;
import dev.memcheck.run.WindowReport;
import dev.memcheck.script.Item;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Listens to one session and keeps its moments in a temporary file, so that a long run needs no more memory than a short
 * one. Used by the loop's thread; what is kept is copied when the session is over.
 */
public final class SessionCapture implements RunListener, AutoCloseable {
    private final Path spool;
    private final OutputStream out;
    private final SessionWriter writer;

    /** @throws UncheckedIOException if there is no room for temporary files */
    public SessionCapture() {
        try {
            spool = Files.createTempFile("memcheck-capture.", ".gz");
            out = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(spool)));
            writer = new SessionWriter(new FieldWriter(out));
        } catch (IOException e) {
            throw new UncheckedIOException("what is to be saved cannot be kept in a temporary file", e);
        }
    }

    /**
     * The session is over.
     *
     * @throws UncheckedIOException if there is no room for temporary files
     */
    public void finish(SessionReport report) {
        try {
            writer.report(report);
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("what is to be saved cannot be kept in " + spool, e);
        }
    }

    /** Writes what was kept to the end of a capture. */
    void copyTo(OutputStream capture) throws IOException {
        try (InputStream kept = new GZIPInputStream(Files.newInputStream(spool))) {
            kept.transferTo(capture);
        }
    }

    @Override
    public void momentKept(Moment moment, SessionName session) {
        try {
            writer.moment(moment);
        } catch (IOException e) {
            throw new UncheckedIOException("what is to be saved cannot be kept in " + spool, e);
        }
    }

    /** Removes the temporary file. */
    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            // What is left is in the directory for temporary files.
        }
    }

    @Override
    public void connected(BackendFacts facts) {}

    @Override
    public void statementDone(StatementReport report) {}

    @Override
    public void windowOpened(OpenWindow window, SessionName session) {}

    @Override
    public void confirming(OpenWindow window, int repeats) {}

    @Override
    public void windowClosed(WindowReport report) {}

    @Override
    public void expectationHeld(Item.Expect expect) {}

    @Override
    public void expectationFailed(Item.Expect expect, Mismatch mismatch) {}

    @Override
    public void backendLost(LossReport report) {}

    @Override
    public void reconnected(BackendFacts facts) {}

    @Override
    public void message(MessageKind kind, String text) {}
}
