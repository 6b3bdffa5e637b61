package dev.memcheck.backend.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postgresql.core.PGStream;

/**
 * Calls of memcheck's own of whose answers only the last is wanted, sent all at once: to the server they come one after the other, as
 * ever, and a slow link is waited for once. The driver waits for each answer before it sends the next call. Each is a transaction of its
 * own.
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

    /** All of them, as they are sent. */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    /**
     * Sends them and waits until the server has dealt with all. What it refuses is let go, too.
     *
     * @return what the last call gave; empty if that was none of a function, was refused or gave nothing
     * @param stream of a connection on which nothing runs and no transaction is open, and so it stays
     * @throws IOException if the connection is lost
     */
    Optional<byte[]> send(PGStream stream) throws IOException {
        stream.send(bytes());
        stream.flush();
        Optional<byte[]> given = Optional.empty();
        while (calls > 0) {
            int type = stream.receiveChar();
            int length = stream.receiveInteger4() - HEAD;
            if (length < 0) {
                throw new IOException("a message of impossible length");
            }
            if (type == 'V' && calls == 1) {
                given = value(stream, length);
            } else {
                stream.skip(length);
            }
            if (type == 'Z') {
                calls--;
            }
        }
        return given;
    }

    /** Before the value stands its length, which is less than 0 if there is none. */
    private static Optional<byte[]> value(PGStream stream, int length) throws IOException {
        int rest = length - Integer.BYTES;
        int size = rest < 0 ? length : stream.receiveInteger4();
        if (size != rest && (rest != 0 || size >= 0)) {
            throw new IOException("a message of impossible length");
        }
        return size < 0 ? Optional.empty() : Optional.of(stream.receive(size));
    }
}
