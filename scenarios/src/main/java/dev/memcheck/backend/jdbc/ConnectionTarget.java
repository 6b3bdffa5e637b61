package dev.memcheck.backend.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;

/**
 * A server, and how to connect to it.
 *
 * @param url for the driver
 * @param properties of the driver: user, password, TLS and the like
 */
public record ConnectionTarget(String url, Properties properties) {
    /** Before the name of a service, to the end of an address. */
    static final String SERVICE = "jdbc:postgresql://?service=";

    /** Held here because a logger that nobody holds is forgotten, and its level with it. The screen is not the driver's. */
    private static final Logger DRIVER_LOGGER = Logger.getLogger("org.postgresql");

    static {
        DRIVER_LOGGER.setLevel(Level.OFF);
    }

    /** What every connection of ours is opened with, whatever the server. */
    public static Properties defaults() {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "memcheck");
        // Statements go as typed and results come as text.
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.BINARY_TRANSFER.set(properties, false);
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        // Settings travel in the startup packet, so that connecting runs no statement in the backend.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        // SET client_encoding is the user's right.
        PGProperty.ALLOW_ENCODING_CHANGES.set(properties, true);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME.set(properties, KnownPassword.class.getName());
        return properties;
    }

    /** Another database of the same server, where the address ends in the database's name. */
    public ConnectionTarget of(String database) {
        return new ConnectionTarget(url.substring(0, url.lastIndexOf('/') + 1) + database, properties);
    }

    /** The same with another value of one of the driver's properties. */
    public ConnectionTarget with(PGProperty property, String value) {
        Properties changed = new Properties();
        changed.putAll(properties);
        property.set(changed, value);
        return new ConnectionTarget(url, changed);
    }

    /** How long the server may take to let us in and to answer first questions; empty if nobody said. */
    Optional<Duration> timeout() {
        return Optional.ofNullable(PGProperty.LOGIN_TIMEOUT.getOrDefault(properties))
                .map(Long::valueOf)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /** With sockets of ours, unless there are others already. */
    private Properties wired() {
        Properties wired = new Properties();
        wired.putAll(properties);
        wired.putIfAbsent(PGProperty.SOCKET_FACTORY.getName(), TcpSocketFactory.class.getName());
        wired.putIfAbsent(PGProperty.SSL_FACTORY.getName(), TlsSocketFactory.class.getName());
        return wired;
    }

    /** @throws SQLException if the server refuses, is not there, or is none; or if there is no such service */
    public BaseConnection open() throws SQLException {
        return open(wired());
    }

    /**
     * The same, where what is done first is {@link ExtensionLookup#in}.
     *
     * @throws SQLException the same
     */
    BaseConnection openToLookUp() throws SQLException {
        Properties wired = wired();
        LogInPlan.ask(wired);
        return open(wired);
    }

    private BaseConnection open(Properties wired) throws SQLException {
        if (url.startsWith(SERVICE) && Driver.parseURL(url, properties) == null) {
            String name = URLDecoder.decode(url.substring(SERVICE.length()), StandardCharsets.UTF_8);
            throw new SQLException("definition of service \"" + name + "\" not found", "08001");
        }
        try {
            return (BaseConnection) new Driver().connect(url, wired);
        } catch (SQLException e) {
            throw reason(e);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new SQLException("the server " + ForeignAnswers.words(e), "08P01", e);
        }
    }

    /** What a class of ours says that the driver makes by its name, as that a certificate is not there. */
    private static SQLException reason(SQLException thrown) {
        return thrown.getCause() instanceof InvocationTargetException made
                        && made.getCause() instanceof SQLException why
                ? why
                : thrown;
    }
}
