package dev.memcheck.backend.jdbc;

import dev.memcheck.sql.CopyData;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.postgresql.copy.CopyIn;

/**
 * Sends what {@code COPY ... FROM STDIN} reads. Whoever provides it, a program or a pipe, may take their time or never come, so
 * a thread of its own reads it: the statement's thread hears of a cancel meanwhile. The server does not, since it waits for us.
 */
final class CopyInput {
    private static final String CANCELED = "57014";
    private static final String IO_ERROR = "58030";
    private static final int CHUNK = 1 << 16;
    private static final int MOST_CHUNKS = 4;
    private static final long LOOK_MILLIS = 50;

    /** The end of it all; a chunk is never empty. */
    private static final byte[] END = new byte[0];

    private final CopyIn in;
    private final BooleanSupplier cancelled;
    private final BooleanSupplier refused;
    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(MOST_CHUNKS);
    private long nextLook = System.nanoTime();
    private volatile boolean over;
    private volatile IOException failure;
    private volatile InputStream open;

    /**
     * @param refused whether the server has said by now that it takes no more of it
     * @param cancelled whether the user wants no more of it
     */
    CopyInput(CopyIn in, BooleanSupplier refused, BooleanSupplier cancelled) {
        this.in = in;
        this.refused = refused;
        this.cancelled = cancelled;
    }

    /**
     * Sends all of it.
     *
     * @throws SQLException if the server refuses it, it cannot be read, or the user wants no more
     */
    void send(CopyData data) throws SQLException {
        Thread reader = new Thread(() -> read(data), "memcheck-copy");
        reader.setDaemon(true);
        reader.start();
        try {
            for (byte[] chunk = next(); chunk != END; chunk = next()) {
                in.writeToCopy(chunk, 0, chunk.length);
            }
            in.endCopy();
        } finally {
            over = true;
            if (in.isActive()) {
                in.cancelCopy();
            }
            close();
        }
    }

    /** The end that a cancelled program makes is not the end of the data, so what was asked is looked at last. */
    private byte[] next() throws SQLException {
        try {
            byte[] chunk = null;
            while (chunk == null && !cancelled.getAsBoolean()) {
                chunk = chunks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (isRefused()) {
                    // Then the end of the data is no longer the server's business, and its refusal comes.
                    return END;
                }
            }
            if (cancelled.getAsBoolean()) {
                throw new SQLException("COPY from stdin failed: canceled by user", CANCELED);
            }
            if (chunk == END && failure != null) {
                throw new SQLException("COPY from stdin failed: " + failure.getMessage(), IO_ERROR, failure);
            }
            return chunk;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("COPY from stdin failed: interrupted", CANCELED, e);
        }
    }

    /** The driver looks for what the server says only at the end, which a program may never come to. */
    private boolean isRefused() throws SQLException {
        if (System.nanoTime() - nextLook < 0) {
            return false;
        }
        in.flushCopy();
        nextLook = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        return refused.getAsBoolean();
    }

    private void read(CopyData data) {
        try (InputStream from = data.open()) {
            open = from;
            if (over) {
                return;
            }
            byte[] chunk = new byte[CHUNK];
            for (int count = from.read(chunk); count >= 0 && !over; count = from.read(chunk)) {
                pass(Arrays.copyOf(chunk, count));
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            // Without an end whoever waits for it would wait for ever.
            failure = new IOException(e);
        }
        pass(END);
    }

    private void pass(byte[] chunk) {
        try {
            while (!over && !chunks.offer(chunk, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        InputStream from = open;
        if (from != null) {
            try {
                from.close();
            } catch (IOException nobodyWantsItAnyMore) {
                // What was read of it has been sent or given up.
            }
        }
    }
}
