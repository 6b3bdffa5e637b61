package dev.memcheck.backend.jdbc;

import java.io.BufferedInputStream;
import java.io.InputStream;

/**
 * What the server sends, read in large parts. A message that has come whole can be looked at where it lies: each row is one, and to copy
 * it first is much of the work of a large result. Used by one thread.
 */
final class MessageBuffer extends BufferedInputStream {
    /** A byte for the kind, and the length of the rest, itself included. */
    static final int HEAD = 5;

    static final int SIZE = 1 << 16;

    MessageBuffer(InputStream in) {
        super(in, SIZE);
    }

    /** Length of the next message's body; less than 0 if not all of the message is here. Nothing is read for that. */
    int wholeBody() {
        if (count - pos < HEAD) {
            return -1;
        }
        int length = intAt(buf, pos + 1) - (HEAD - 1);
        return length <= count - pos - HEAD ? length : -1;
    }

    /** A number of the protocol's: the same as a buffer's getInt(), without a buffer for each of a million rows. */
    static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }

    /** Kind of the next message. */
    int kind() {
        return buf[pos];
    }

    /** Takes the next message, whose body is so long; gives where in {@link #bytes} that begins, until more is read. */
    int take(int length) {
        int body = pos + HEAD;
        pos = body + length;
        return body;
    }

    byte[] bytes() {
        return buf;
    }
}
