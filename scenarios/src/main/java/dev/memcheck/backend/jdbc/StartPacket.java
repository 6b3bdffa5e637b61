package dev.memcheck.backend.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Takes out of the packet that starts a session what the driver alone puts there: the date style it can read, and the zone of
 * the machine. Both would go before what the server, the database and the role say, and RESET would come back to them. In their place is what
 * PGDATESTYLE and PGTZ say, as libpq sends them. Everything else goes through as it is, and all of a stream that has no such packet, because
 * it is encrypted or a request to cancel.
 */
final class StartPacket extends OutputStream {
    private static final int HEAD = 8;

    /** The server takes no longer one. */
    private static final int LONGEST = 10_000;

    private static final int MAJOR_VERSION = 3;
    private static final Map<String, String> VARIABLES = Map.of("DateStyle", "PGDATESTYLE", "TimeZone", "PGTZ");

    private final OutputStream out;
    private final Map<String, String> environment;
    private final Runnable started;
    private final LogIn logIn;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean over;

    /**
     * Nothing is sent yet.
     *
     * @param environment where the PG* variables are
     * @param started is told just before such a packet is sent
     * @param logIn takes what it sends itself
     */
    StartPacket(OutputStream out, Map<String, String> environment, Runnable started, LogIn logIn) {
        this.out = out;
        this.environment = environment;
        this.started = started;
        this.logIn = logIn;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (over) {
            if (!logIn.takes(bytes, offset, length)) {
                out.write(bytes, offset, length);
            }
        } else {
            held.write(bytes, offset, length);
            send();
        }
    }

    /** Sends what can be sent of what is held. */
    private void send() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(held.toByteArray());
        held.reset();
        while (!over && bytes.remaining() >= HEAD) {
            int length = bytes.getInt(bytes.position());
            int code = bytes.getInt(bytes.position() + Integer.BYTES);
            boolean start = code >>> Short.SIZE == MAJOR_VERSION && length > HEAD && length <= LONGEST;
            if (start && bytes.remaining() < length) {
                break;
            }
            if (start) {
                byte[] packet = new byte[length];
                bytes.get(packet);
                started.run();
                out.write(edited(packet));
            } else if (length == HEAD) {
                // It asks for encryption. If the server has none, a start follows all the same.
                byte[] request = new byte[length];
                bytes.get(request);
                out.write(request);
                continue;
            }
            over = true;
        }
        over |= bytes.hasRemaining() && bytes.get(bytes.position()) != 0;
        (over ? out : held).write(bytes.array(), bytes.position(), bytes.remaining());
    }

    /** Of each parameter there are its name and its value, each with a zero behind it, and one more behind the last. */
    private byte[] edited(byte[] packet) throws IOException {
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        int at = HEAD;
        while (at < packet.length && packet[at] != 0) {
            int value = after(packet, at);
            int next = after(packet, value);
            String name = new String(packet, at, value - at - 1, StandardCharsets.UTF_8);
            if (!VARIABLES.containsKey(name)) {
                edited.write(packet, at, next - at);
            } else if (!environment.getOrDefault(VARIABLES.get(name), "").isEmpty()) {
                edited.write(packet, at, value - at);
                edited.write(environment.get(VARIABLES.get(name)).getBytes(StandardCharsets.UTF_8));
                edited.write(0);
            }
            at = next;
        }
        edited.write(0);
        return ByteBuffer.allocate(HEAD + edited.size())
                .putInt(HEAD + edited.size())
                .put(packet, Integer.BYTES, HEAD - Integer.BYTES)
                .put(edited.toByteArray())
                .array();
    }

    private static int after(byte[] packet, int start) throws IOException {
        for (int i = start; i < packet.length; i++) {
            if (packet[i] == 0) {
                return i + 1;
            }
        }
        throw new IOException("a start packet that ends too early");
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
