package dev.memcheck.backend.jdbc;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What the server answers to a {@link StartPacket}, up to where the session is ready, without the news of its date style: the driver
 * would give the connection up if that is not ISO. What comes before and after goes through as it is.
 */
final class StartAnswers extends InputStream {
    private static final int HEAD = MessageBuffer.HEAD;

    private InputStream in;
    private final LogIn logIn;

    /** Whether answers are read. */
    private boolean begun;

    /** What was read and is still to be passed on, before the rest of its message. */
    private InputStream held = InputStream.nullInputStream();

    private final byte[] head = new byte[HEAD];
    private int headRead;
    private int bodyLeft;

    /**
     * All goes through as it is.
     *
     * @param logIn says what the driver gets of what the server wants
     */
    StartAnswers(InputStream in, LogIn logIn) {
        this.in = in;
        this.logIn = logIn;
    }

    /** The packet is sent now, and nothing of what answers it has been read. */
    void begin() {
        in = new BufferedInputStream(in);
        begun = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            int count = held.read(to, offset, length);
            if (count >= 0) {
                return count;
            }
            if (bodyLeft > 0) {
                count = in.read(to, offset, Math.min(length, bodyLeft));
                bodyLeft -= Math.max(0, count);
                return count;
            }
            if (!begun) {
                if (logIn.passesAnswerOver()) {
                    passAnswerOver();
                }
                return in.read(to, offset, length);
            }
            if (!next()) {
                return -1;
            }
        }
    }

    /** Takes the head of the next message; false at the end of all. */
    private boolean next() throws IOException {
        while (headRead < HEAD) {
            int count = in.read(head, headRead, HEAD - headRead);
            if (count < 0) {
                return false;
            }
            headRead += count;
        }
        headRead = 0;
        bodyLeft = ByteBuffer.wrap(head, 1, HEAD - 1).getInt() - (HEAD - 1);
        byte[] message = head.clone();
        if (bodyLeft < 0) {
            // No server's. The driver says what it is.
            begun = false;
            bodyLeft = 0;
            held = new ByteArrayInputStream(message);
            return true;
        }
        begun = head[0] != 'Z';
        if (head[0] == 'S' && bodyLeft <= DateStyleNews.LONGEST) {
            byte[] body = body();
            message = DateStyleNews.isIn(body) ? new byte[0] : message(body);
        } else if (head[0] == 'R' && bodyLeft <= LogIn.LONGEST_REQUEST) {
            message = logIn.wanted(body()).map(this::message).orElse(new byte[0]);
        }
        held = new ByteArrayInputStream(message);
        return true;
    }

    private byte[] body() throws IOException {
        byte[] body = in.readNBytes(bodyLeft);
        if (body.length < bodyLeft) {
            throw new EOFException("the connection ended in a message");
        }
        bodyLeft = 0;
        return body;
    }

    private byte[] message(byte[] body) {
        return ByteBuffer.allocate(HEAD + body.length)
                .put(head[0])
                .putInt(HEAD - 1 + body.length)
                .put(body)
                .array();
    }

    /** To where the session is ready for the next question. */
    private void passAnswerOver() throws IOException {
        byte[] each = new byte[HEAD];
        do {
            if (in.readNBytes(each, 0, HEAD) < HEAD) {
                throw new EOFException("the connection ended in an answer");
            }
            in.skipNBytes(Math.max(0, ByteBuffer.wrap(each, 1, HEAD - 1).getInt() - (HEAD - 1)));
        } while (each[0] != 'Z');
    }

    @Override
    public int available() throws IOException {
        return held.available() > 0 ? held.available() : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
