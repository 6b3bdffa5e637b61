package dev.memcheck.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A port of this machine from which everything comes late to another port, and everything from there. */
final class SlowLink implements AutoCloseable {
    private static final int BUFFER = 65536;

    private final ServerSocket here;
    private final int there;
    private final Duration delay;
    private final AtomicInteger trips = new AtomicInteger();
    private final AtomicBoolean answered = new AtomicBoolean(true);

    SlowLink(int there, Duration delay) throws IOException {
        this.here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.there = there;
        this.delay = delay;
        start(this::accept);
    }

    int port() {
        return here.getLocalPort();
    }

    /** How often the other port was waited for, if there was one connection. */
    int trips() {
        return trips.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = here.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), there);
                start(() -> carry(near, far, true));
                start(() -> carry(far, near, false));
            }
        } catch (IOException closed) {
            // Nobody connects any more.
        }
    }

    private void carry(Socket from, Socket to, boolean asks) {
        byte[] bytes = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (asks && answered.getAndSet(false)) {
                    trips.incrementAndGet();
                } else if (!asks) {
                    answered.set(true);
                }
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
