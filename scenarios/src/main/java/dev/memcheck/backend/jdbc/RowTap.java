package dev.memcheck.backend.jdbc;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutor;

/**
 * Takes the rows of a result out of what the server sends, before the driver sees them. The driver keeps all rows of a
 * statement unless they are fetched through a portal, and outside a transaction block a portal ends with its first part:
 * to fetch in parts the statement would have to run in a block of ours, which the extension under test would see. So the
 * server is sent the same as ever, and sends all rows as fast as they are taken. Everything but rows goes through as it is, except the
 * news that the date style is another one: the driver gives up a connection that is not in ISO, since it reads dates, which we do not.
 *
 * <p>Used by the thread that runs statements.
 */
final class RowTap extends InputStream {
    private static final int HEAD = MessageBuffer.HEAD;
    private static final int BUFFER = MessageBuffer.SIZE;

    private final MessageBuffer in;
    private final byte[] head = new byte[HEAD];
    private int headRead;
    private int headPassed;
    private int bodyLeft;

    /** The body of a message that was read and is still to be passed on; empty if it is in the stream. */
    private InputStream held = InputStream.nullInputStream();

    private boolean holding;

    /** Whether the driver was given an error since there is somebody who takes rows. */
    private boolean failed;

    private final Socket socket;
    private Optional<Rows> rows = Optional.empty();

    /** Who takes rows. */
    interface Rows {
        /** What the columns are, before their rows. */
        void column(byte[] name, int type, boolean first);

        /** The next row; a cell is null for NULL. */
        void row(byte[][] cells);

        /**
         * What COPY sends next: in text a line with its end.
         *
         * @param data holds it at offset, and only until this returns
         */
        void copied(byte[] data, int offset, int length);
    }

    private RowTap(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new MessageBuffer(socket.getInputStream());
    }

    /**
     * Puts a tap into a connection on which nothing runs; empty where its stream is not to be had, as under GSS encryption.
     *
     * @throws IOException if the connection is lost
     */
    static Optional<RowTap> into(BaseConnection connection) throws IOException {
        QueryExecutor executor = connection.getQueryExecutor();
        try {
            PGStream stream = streamOf(executor);
            if (stream.isGssEncrypted()) {
                return Optional.empty();
            }
            RowTap tap = new RowTap(stream.getSocket());
            stream.changeSocket(new TappedSocket(stream.getSocket(), tap));
            return Optional.of(tap);
        } catch (ReflectiveOperationException | ClassCastException anotherDriver) {
            return Optional.empty();
        }
    }

    /** @throws ReflectiveOperationException if it is another driver's */
    static PGStream streamOf(QueryExecutor executor) throws ReflectiveOperationException {
        return (PGStream) streamField(executor.getClass()).get(executor);
    }

    private static Field streamField(Class<?> executor) throws ReflectiveOperationException {
        for (Class<?> type = executor; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == PGStream.class && field.getName().equals("pgStream")) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException("pgStream");
    }

    /** Rows go there from now on; empty lets the driver have them. */
    void to(Optional<Rows> taker) {
        rows = taker;
        failed = false;
    }

    /**
     * Whether the server has said by now that the statement fails, while the driver only sends and reads nothing. What has come is
     * looked at, and stays for the driver.
     *
     * @throws IOException if the connection is lost
     */
    boolean hasFailed() throws IOException {
        if (failed || headRead != 0 && headRead != HEAD || holding) {
            return failed;
        }
        in.mark(BUFFER);
        try {
            // What is encrypted says nothing of how much has come before it is read.
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                if (in.read() < 0) {
                    return true;
                }
            } finally {
                socket.setSoTimeout(timeout);
            }
            in.reset();
            return hasError(Math.min(BUFFER, in.available()));
        } catch (SocketTimeoutException nothingCame) {
            return false;
        } finally {
            in.reset();
        }
    }

    private boolean hasError(int there) throws IOException {
        byte[] come = in.readNBytes(there);
        ByteBuffer messages = ByteBuffer.wrap(come, 0, come.length);
        int next = headRead == HEAD ? bodyLeft : 0;
        while (next >= 0 && next + HEAD <= come.length) {
            if (come[next] == 'E') {
                return true;
            }
            next += 1 + messages.getInt(next + 1);
        }
        return false;
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
        while (headRead < HEAD) {
            if (headRead == 0 && rows.isPresent()) {
                takeWhole(rows.get());
            }
            int count = in.read(head, headRead, HEAD - headRead);
            if (count < 0) {
                return -1;
            }
            headRead += count;
            if (headRead == HEAD) {
                bodyLeft = ByteBuffer.wrap(head, 1, HEAD - 1).getInt() - (HEAD - 1);
                headPassed = 0;
                if (bodyLeft < 0) {
                    throw new IOException("a message of impossible length");
                }
                failed |= head[0] == 'E';
                if (head[0] == 'S' && bodyLeft <= DateStyleNews.LONGEST) {
                    withholdDateStyle();
                } else if (head[0] == 't') {
                    withholdParameters();
                } else if (rows.isPresent()) {
                    take();
                }
            }
        }
        int count;
        if (headPassed < HEAD) {
            count = Math.min(length, HEAD - headPassed);
            System.arraycopy(head, headPassed, to, offset, count);
            headPassed += count;
        } else {
            count = (holding ? held : in).read(to, offset, Math.min(length, bodyLeft));
            bodyLeft -= Math.max(0, count);
        }
        if (headPassed == HEAD && bodyLeft == 0) {
            headRead = 0;
            holding = false;
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        int body = Math.min(bodyLeft, (holding ? held : in).available());
        return headRead == HEAD ? HEAD - headPassed + body : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The rows that have come whole. */
    private void takeWhole(Rows taker) throws IOException {
        try {
            int length = in.wholeBody();
            while (length >= 0 && (in.kind() == 'D' || in.kind() == 'd')) {
                if (in.kind() == 'D') {
                    taker.row(cells(in.bytes(), in.take(length), length));
                } else {
                    taker.copied(in.bytes(), in.take(length), length);
                }
                length = in.wholeBody();
            }
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new IOException("a message that ends too early", broken);
        }
    }

    /** Rows go no further; what tells of their columns does. */
    private void take() throws IOException {
        try {
            if (head[0] == 'D') {
                rows.orElseThrow().row(cells(body(), 0, bodyLeft));
                headRead = 0;
            } else if (head[0] == 'd') {
                rows.orElseThrow().copied(body(), 0, bodyLeft);
                headRead = 0;
            } else if (head[0] == 'T') {
                byte[] body = body();
                columns(ByteBuffer.wrap(body), body);
                pass(body);
            }
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new IOException("a message that ends too early", broken);
        }
    }

    private void withholdDateStyle() throws IOException {
        byte[] body = body();
        if (DateStyleNews.isIn(body)) {
            headRead = 0;
        } else {
            pass(body);
        }
    }

    /**
     * What types the parameters of a statement have that is only described. The driver has none for them and takes what it
     * did not ask for as a breach of the protocol, so that it is told of none.
     */
    private void withholdParameters() throws IOException {
        body();
        bodyLeft = Short.BYTES;
        ByteBuffer.wrap(head).putInt(1, HEAD - 1 + bodyLeft);
        pass(new byte[bodyLeft]);
    }

    private void pass(byte[] body) {
        held = new ByteArrayInputStream(body);
        holding = true;
    }

    private static byte[][] cells(byte[] bytes, int offset, int size) throws IOException {
        ByteBuffer row = ByteBuffer.wrap(bytes, offset, size);
        byte[][] cells = new byte[row.getShort() & 0xFFFF][];
        for (int i = 0; i < cells.length; i++) {
            int length = row.getInt();
            if (length > row.remaining()) {
                throw new IOException("a cell that is longer than its row");
            }
            if (length >= 0) {
                cells[i] = new byte[length];
                row.get(cells[i]);
            }
        }
        return cells;
    }

    private byte[] body() throws IOException {
        byte[] body = in.readNBytes(bodyLeft);
        if (body.length < bodyLeft) {
            throw new EOFException("the connection ended in a message");
        }
        return body;
    }

    /** Of each column comes its name with a zero, table and number, type, length, modifier and format. */
    private void columns(ByteBuffer body, byte[] bytes) {
        int count = body.getShort() & 0xFFFF;
        for (int column = 0; column < count; column++) {
            int start = body.position();
            while (body.get() != 0) {
                continue;
            }
            byte[] name = Arrays.copyOfRange(bytes, start, body.position() - 1);
            body.position(body.position() + 6);
            int type = body.getInt();
            body.position(body.position() + 8);
            rows.orElseThrow().column(name, type, column == 0);
        }
    }
}
