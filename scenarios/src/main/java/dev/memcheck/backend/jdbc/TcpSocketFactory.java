package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;

/** Makes the driver's connections through TCP. The driver makes it by its name, for each connection. */
public final class TcpSocketFactory extends SocketFactory {
    private final LogInPlan plan;

    /** @param properties of the connection */
    public TcpSocketFactory(Properties properties) {
        plan = LogInPlan.plain(properties);
    }

    @Override
    public Socket createSocket() {
        return new TcpSocket(plan);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new TcpSocket(plan);
        socket.connect(address);
        return socket;
    }
}
