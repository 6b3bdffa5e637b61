package dev.memcheck.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A port of this machine from which everything comes late to another port, and everything from there. */
final class SlowLink implements AutoCloseable {
    private static final int BUFFER = 65536;

    private final ServerSocket here;
    private final int there;
    private final Duration delay;

    SlowLink(int there, Duration delay) throws IOException {
        this.here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.there = there;
        this.delay = delay;
        start(this::accept);
    }

    int port() {
        return here.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = here.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), there);
                start(() -> carry(near, far));
                start(() -> carry(far, near));
            }
        } catch (IOException closed) {
            // Nobody connects any more.
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] bytes = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                LockSupport.parkNanos(delay.toNanos());
                out.write(bytes, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            // As one end of it does, so does the other.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "slow-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        here.close();
    }
}
