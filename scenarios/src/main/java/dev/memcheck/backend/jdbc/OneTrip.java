package dev.memcheck.backend.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.postgresql.core.PGStream;

/**
 * Calls of memcheck's own whose answers nobody wants, sent all at once: to the server they come one after the other, as ever, and a
 * slow link is waited for once. The driver waits for each answer before it sends the next call. Each is a transaction of its own.
 */
final class OneTrip {
    private static final int HEAD = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream messages = new DataOutputStream(bytes);
    private int calls;

    /** A statement in the simple protocol. */
    OneTrip query(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        try {
            messages.writeByte('Q');
            messages.writeInt(HEAD + text.length + 1);
            messages.write(text);
            messages.writeByte(0);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        calls++;
        return this;
    }

    /** A function without arguments, by the fast path; the answer is binary. */
    OneTrip call(int functionOid) {
        try {
            messages.writeByte('F');
            messages.writeInt(HEAD + Integer.BYTES + 3 * Short.BYTES);
            messages.writeInt(functionOid);
            messages.writeShort(0);
            messages.writeShort(0);
            messages.writeShort(1);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        calls++;
        return this;
    }

    /**
     * Sends them and waits until the server has dealt with all. What it refuses is let go, too.
     *
     * @param stream of a connection on which nothing runs and no transaction is open, and so it stays
     * @throws IOException if the connection is lost
     */
    void send(PGStream stream) throws IOException {
        stream.send(bytes.toByteArray());
        stream.flush();
        while (calls > 0) {
            int type = stream.receiveChar();
            int length = stream.receiveInteger4() - HEAD;
            if (length < 0) {
                throw new IOException("a message of impossible length");
            }
            stream.skip(length);
            if (type == 'Z') {
                calls--;
            }
        }
    }
}
