package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connection through a Unix-domain socket, as the driver wants one: a {@link Socket} that is connected already. The JDK has such
 * connections as channels alone. What only TCP has, as its options, is accepted and does nothing.
 */
final class UnixSocket extends Socket {
    private final SocketChannel channel;
    private final Wire wire;
    private volatile int timeout;

    /** Whether the other end took no more. Before it went it may have said why, and that is still to be read, as over TCP. */
    private boolean refused;

    /** @throws UnixSocketException if nobody listens there */
    UnixSocket(Path path) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            throw new UnixSocketException(path, e);
        }
        wire = Wire.over(input(), output());
    }

    @Override
    public InputStream getInputStream() {
        return wire.in();
    }

    @Override
    public OutputStream getOutputStream() {
        return wire.out();
    }

    private InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
                return undisturbed(() -> timeout == 0 ? channel.read(into) : readInTime(into));
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** A step on the channel. */
    private interface Step {
        int go() throws IOException;
    }

    /** A thread that was interrupted before closes a channel by using it, and leaves a socket alone. */
    private static int undisturbed(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return step.go();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Nobody writes meanwhile: the driver sends a request, then waits for what comes back. */
    private int readInTime(ByteBuffer into) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            selector.select(timeout);
            int count = channel.read(into);
            if (count == 0) {
                throw new SocketTimeoutException("nothing came within " + timeout + " ms");
            }
            return count;
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
    }

    private OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
                try {
                    while (from.hasRemaining()) {
                        undisturbed(() -> channel.write(from));
                    }
                } catch (IOException gone) {
                    if (refused || !channel.isOpen()) {
                        throw gone;
                    }
                    refused = true;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public void setSoTimeout(int millis) {
        timeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public void setReceiveBufferSize(int bytes) {}

    @Override
    public void setSendBufferSize(int bytes) {}
}
