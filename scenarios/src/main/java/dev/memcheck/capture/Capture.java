package dev.memcheck.capture;

import dev.memcheck.finding.Severity;
import dev.memcheck.report.RunReport;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A run as it was kept: what reports have of it, and the trees around each statement of a window. The file is a gzip stream;
 * the README beside this class has what is in it.
 *
 * @param run what reports have of it
 * @param sessions the same sessions, with their trees
 */
public record Capture(RunReport run, List<CapturedSession> sessions) {
    private static final byte[] MAGIC = "MCRUN\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 7;
    private static final String END = "end of run";

    public Capture {
        Objects.requireNonNull(run);
        sessions = List.copyOf(sessions);
    }

    /**
     * Writes a run.
     *
     * @param run its sessions, one for each of {@code sessions}
     * @param sessions finished ones, in the same order
     * @param out neither flushed nor closed
     */
    public static void write(RunReport run, List<SessionCapture> sessions, OutputStream out) throws IOException {
        GZIPOutputStream compressed = new GZIPOutputStream(out);
        BufferedOutputStream buffered = new BufferedOutputStream(compressed);
        FieldWriter fields = new FieldWriter(buffered);
        buffered.write(MAGIC);
        fields.number(VERSION);
        fields.text(run.version());
        fields.moment(run.startedAt());
        fields.text(run.directory().toString());
        fields.constant(run.failOn());
        fields.number(sessions.size());
        for (SessionCapture session : sessions) {
            session.copyTo(buffered);
        }
        fields.text(END);
        buffered.flush();
        compressed.finish();
    }

    /**
     * Reads a run.
     *
     * @param in closed by its owner
     * @throws CaptureFormatException if it is none, is damaged or cut off, or is of a newer memcheck
     * @throws IOException if {@code in} raises it
     */
    public static Capture read(InputStream in) throws IOException {
        CountedInput sent = new CountedInput(in);
        try (InputStream plain = new BufferedInputStream(new GZIPInputStream(sent))) {
            return readPlain(plain, new HeapBudget(sent));
        } catch (EOFException e) {
            throw new CaptureFormatException("it is cut off: its end is missing", e);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new CaptureFormatException("it is damaged: " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new CaptureFormatException(
                    e.getMessage().contains("GZIP") ? notOurs() : "it is damaged: " + e.getMessage(), e);
        }
    }

    private static Capture readPlain(InputStream plain, HeapBudget budget) throws IOException {
        if (!Arrays.equals(plain.readNBytes(MAGIC.length), MAGIC)) {
            throw new CaptureFormatException(notOurs());
        }
        FieldReader fields = new FieldReader(plain, budget);
        long version = fields.number();
        if (version != VERSION) {
            throw new CaptureFormatException("it has format " + version + ", and this memcheck reads format " + VERSION
                    + (version > VERSION ? ": a newer memcheck wrote it" : ""));
        }
        String writer = fields.text();
        Instant startedAt = fields.moment();
        Path directory = directory(fields.text());
        Severity failOn = fields.constant(Severity.class);
        List<CapturedSession> sessions = fields.list(() -> new SessionReader(fields).read());
        // The end of the stream has its checksum, and is read for that.
        if (!fields.text().equals(END) || plain.read() >= 0) {
            throw new CaptureFormatException("it is damaged: something else stands where its end should be");
        }
        RunReport run = new RunReport(
                writer,
                startedAt,
                directory,
                failOn,
                sessions.stream().map(CapturedSession::report).toList());
        return new Capture(run, sessions);
    }

    private static Path directory(String text) throws CaptureFormatException {
        try {
            Path directory = Path.of(text);
            if (directory.isAbsolute()) {
                return directory;
            }
        } catch (InvalidPathException e) {
            // As one that is relative.
        }
        throw new CaptureFormatException("it says that it was made in \"" + text + "\", which is no directory");
    }

    private static String notOurs() {
        return "it is no run that memcheck run --save has written";
    }
}
