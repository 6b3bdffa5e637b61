package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Makes the driver's connections go through a Unix-domain socket. The driver makes it by its name, for each connection. */
public final class UnixSocketFactory extends UnaddressedSocketFactory {
    /**
     * Where libpq looks if it is not told: as distributions build it, and as others do. It knows one of them. The second is anybody's
     * to write to, so it is not looked at where the first is there.
     */
    private static final List<Path> USUAL = List.of(Path.of("/var/run/postgresql"), Path.of("/tmp"));

    private final Path path;

    /** @param path of the socket */
    public UnixSocketFactory(String path) {
        this.path = Path.of(path);
    }

    /** Where a server of this machine listens, if one does. */
    static Optional<String> usualDirectory(String port) {
        return USUAL.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .filter(directory -> Files.exists(directory.resolve(name(port))))
                .map(Path::toString);
    }

    private static String name(String port) {
        return ".s.PGSQL." + port;
    }

    /** Has the driver use it. There is no TLS through such a socket, whatever was asked for, as in libpq. */
    public static void use(Properties properties, String directory, String port) {
        PGProperty.SOCKET_FACTORY.set(properties, UnixSocketFactory.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(
                properties, Path.of(directory).resolve(name(port)).toString());
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
    }

    /** Undoes {@link #use}. Gives whether there was anything to undo. */
    static boolean leave(Properties properties) {
        if (properties.remove(PGProperty.SOCKET_FACTORY_ARG.getName()) == null) {
            return false;
        }
        properties.remove(PGProperty.SOCKET_FACTORY.getName());
        properties.remove(PGProperty.SSL_MODE.getName());
        properties.remove(PGProperty.GSS_ENC_MODE.getName());
        return true;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new UnixSocket(path);
    }
}
