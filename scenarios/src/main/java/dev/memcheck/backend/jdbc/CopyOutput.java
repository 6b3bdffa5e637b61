package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.PlainLines;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.SqlError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.QueryExecutor;

/**
 * What {@code COPY ... TO STDOUT} sends, or {@code COPY ... FROM STDIN} takes, in another way than rows. Which way it is has
 * to be known before the statement is sent.
 */
final class CopyOutput implements RowTap.Rows {
    /** What may hold any words: strings, quoted names and comments. Nested comments and E'' are not worth their room. */
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/|(\\$\\w*\\$).*?\\1", Pattern.DOTALL);

    private static final Pattern PARENTHESIZED = Pattern.compile("\\([^()]*\\)");
    private static final Pattern TO_STDOUT =
            Pattern.compile("\\s*COPY\\s.*\\sTO\\s+STDOUT\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final String UTF8 = "UTF8";
    private static final int BATCH_LINES = 1000;
    private static final int BATCH_CHARS = 1 << 20;
    private static final int PLAIN_BYTES = 1 << 14;

    private final QueryExecutor executor;
    private final RowSink sink;
    private final BooleanSupplier refused;
    private final BooleanSupplier cancelled;
    private final List<SqlError> notices = new ArrayList<>();

    /** The first lines, which are kept; the others go as they come. */
    private List<String> kept = List.of();

    /** The next ones, if one of them is more than a plain line. */
    private List<String> batch = new ArrayList<>();

    /** Else these. */
    private byte[] plain = new byte[PLAIN_BYTES];

    private int plainLength;
    private int plainLines;
    private long batchChars;
    private boolean taking;
    private final Optional<OutputStream> bytes;

    /** Whether a byte of ASCII is that character, wherever it stands. */
    private final boolean utf8;

    /**
     * @param sink takes the lines of a large result
     * @param refused whether the server has said by now that it takes no more of what it is sent
     * @param cancelled whether the user wants no more of it
     */
    CopyOutput(QueryExecutor executor, RowSink sink, BooleanSupplier refused, BooleanSupplier cancelled) {
        this.executor = executor;
        this.refused = refused;
        this.cancelled = cancelled;
        this.sink = sink;
        this.bytes = sink.bytes();
        this.utf8 = executor.getEncoding().name().replace("-", "").equalsIgnoreCase(UTF8);
    }

    /** Whether a statement copies to the client. Who writes it in an unheard-of way gets the driver's refusal. */
    static boolean isMeantBy(String sql) {
        if (!sql.stripLeading().regionMatches(true, 0, "COPY", 0, 4)) {
            return false;
        }
        String outside = QUOTED.matcher(sql).replaceAll(" x ");
        String inside = "";
        while (!outside.equals(inside)) {
            inside = outside;
            outside = PARENTHESIZED.matcher(outside).replaceAll(" x ");
        }
        return TO_STDOUT.matcher(outside).matches();
    }

    List<SqlError> notices() {
        return notices;
    }

    /**
     * Runs the statement and takes all that it sends.
     *
     * @return how many rows were copied
     * @throws SQLException if the server refuses, or is lost
     */
    long take(String sql) throws SQLException {
        try {
            CopyOperation operation = executor.startCopy(sql, true);
            if (operation instanceof CopyIn in && sink.data().isPresent()) {
                taking = true;
                new CopyInput(in, refused, cancelled).send(sink.data().get());
                return in.getHandledRowCount();
            }
            if (!(operation instanceof CopyOut out)) {
                operation.cancelCopy();
                throw new SQLException("CopyManager is not for this statement", "0A000");
            }
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                copied(row, 0, row.length);
            }
            if (isLarge()) {
                pass();
            }
            return out.getHandledRowCount();
        } finally {
            for (SQLWarning warning = executor.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                notices.add(ServerErrors.of(warning));
            }
        }
    }

    /** Whether the server took rows, and sent none. */
    boolean isTaking() {
        return taking;
    }

    /** Whether the lines went to the sink. */
    boolean isLarge() {
        return !kept.isEmpty();
    }

    /** All lines, or the first ones of a large result. */
    List<String> lines() {
        return isLarge() ? kept : batch();
    }

    @Override
    public void column(byte[] name, int type, boolean first) {
        // COPY sends none.
    }

    @Override
    public void row(byte[][] cells) {
        throw new IllegalStateException("COPY sends no rows of cells");
    }

    @Override
    public void copied(byte[] data, int offset, int length) {
        if (bytes.isPresent()) {
            write(bytes.get(), data, offset, length);
            return;
        }
        if (plainLines + batch.size() >= BATCH_LINES || batchChars >= BATCH_CHARS) {
            pass();
        }
        boolean isPlain = utf8 && PlainLines.isOne(data, offset, length);
        if (isPlain && batch.isEmpty()) {
            if (plain.length - plainLength < length) {
                plain = Arrays.copyOf(plain, Math.max(2 * plain.length, plainLength + length));
            }
            System.arraycopy(data, offset, plain, plainLength, length);
            plainLength += length;
            plainLines++;
            batchChars += length;
            return;
        }
        batch = batch();
        String text = isPlain
                ? new String(data, offset, length, StandardCharsets.ISO_8859_1)
                : text(Arrays.copyOfRange(data, offset, offset + length));
        int end = text.length() - 1;
        if (end >= 0 && text.indexOf('\n') == end && text.indexOf('\r') < 0) {
            batch.add(text.substring(0, end));
        } else {
            text.lines().forEach(batch::add);
        }
        batchChars += text.length();
    }

    private static void write(OutputStream out, byte[] data, int offset, int length) {
        try {
            out.write(data, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass() {
        List<String> lines = plainLines > 0 ? new PlainLines(plain, plainLength, plainLines) : batch;
        sink.lines(lines);
        if (kept.isEmpty()) {
            kept = lines;
        }
        batch = new ArrayList<>();
        plainLength = 0;
        plainLines = 0;
        batchChars = 0;
    }

    /** The lines of this batch as texts. */
    private List<String> batch() {
        if (plainLines > 0) {
            batch.addAll(new PlainLines(plain, plainLength, plainLines));
            plainLength = 0;
            plainLines = 0;
        }
        return batch;
    }

    private String text(byte[] bytes) {
        try {
            return executor.getEncoding().decode(bytes);
        } catch (IOException binaryOrBroken) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
