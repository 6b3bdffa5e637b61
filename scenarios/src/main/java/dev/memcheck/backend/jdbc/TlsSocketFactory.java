package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/** Encrypts the driver's connections as it does itself, and puts a {@link Wire} over that. The driver makes it by its name. */
public final class TlsSocketFactory extends LibPQFactory {
    private final LogInPlan plan;

    /** @throws PSQLException if certificates or keys cannot be read */
    public TlsSocketFactory(Properties properties) throws PSQLException {
        super(properties);
        plan = LogInPlan.encrypted(properties);
    }

    @Override
    public Socket createSocket(Socket under, String host, int port, boolean closesIt) throws IOException {
        return new TlsSocket((SSLSocket) super.createSocket(under, host, port, closesIt), plan);
    }
}
