package dev.memcheck.backend.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which server to connect to, as given on the command line. What is not given comes from the service file, the PG*
 * variables and libpq's defaults, in that order.
 *
 * @param database a name, a URI or a list of {@code key=value}; what the latter two say comes before the other fields
 * @param host name or address
 * @param port TCP port
 * @param user role
 * @param password asked for at the terminal; comes before all others
 * @param doubt what is said where no connection can be had, since it may be why; empty if nothing
 */
public record ServerConnectionOptions(
        Optional<String> database,
        Optional<String> host,
        Optional<String> port,
        Optional<String> user,
        Optional<String> password,
        String doubt) {
    public ServerConnectionOptions(
            Optional<String> database, Optional<String> host, Optional<String> port, Optional<String> user) {
        this(database, host, port, user, Optional.empty(), "");
    }

    /** Libpq's keywords with their values, as far as they were given. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        host.ifPresent(value -> parameters.put("host", value));
        port.ifPresent(value -> parameters.put("port", value));
        user.ifPresent(value -> parameters.put("user", value));
        database.map(ConnectionParameters::parse).ifPresent(parameters::putAll);
        password.ifPresent(value -> parameters.put("password", value));
        return parameters;
    }
}
