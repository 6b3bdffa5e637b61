package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection through TCP with a {@link Wire}. */
final class TcpSocket extends Socket {
    private final LogInPlan plan;
    private Wire wire;

    TcpSocket(LogInPlan plan) {
        this.plan = plan;
    }

    private synchronized Wire wire() throws IOException {
        if (wire == null) {
            wire = Wire.over(super.getInputStream(), super.getOutputStream(), plan);
        }
        return wire;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return wire().in();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return wire().out();
    }
}
