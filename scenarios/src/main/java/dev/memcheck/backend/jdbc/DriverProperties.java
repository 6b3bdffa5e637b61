package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendUnavailableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Turns libpq's keywords and variables into the driver's URL and properties. */
final class DriverProperties {
    private static final Map<String, PGProperty> BY_KEYWORD = Map.ofEntries(
            Map.entry("user", PGProperty.USER),
            Map.entry("password", PGProperty.PASSWORD),
            Map.entry("sslmode", PGProperty.SSL_MODE),
            Map.entry("sslnegotiation", PGProperty.SSL_NEGOTIATION),
            Map.entry("sslrootcert", PGProperty.SSL_ROOT_CERT),
            Map.entry("sslcert", PGProperty.SSL_CERT),
            Map.entry("sslkey", PGProperty.SSL_KEY),
            Map.entry("sslpassword", PGProperty.SSL_PASSWORD),
            Map.entry("connect_timeout", PGProperty.CONNECT_TIMEOUT),
            Map.entry("options", PGProperty.OPTIONS),
            Map.entry("application_name", PGProperty.APPLICATION_NAME),
            Map.entry("channel_binding", PGProperty.CHANNEL_BINDING),
            Map.entry("require_auth", PGProperty.REQUIRE_AUTH),
            Map.entry("gssencmode", PGProperty.GSS_ENC_MODE),
            Map.entry("krbsrvname", PGProperty.KERBEROS_SERVER_NAME),
            Map.entry("target_session_attrs", PGProperty.TARGET_SERVER_TYPE));
    private static final Map<String, String> BY_VARIABLE = Map.ofEntries(
            Map.entry("PGHOST", "host"),
            Map.entry("PGPORT", "port"),
            Map.entry("PGDATABASE", "dbname"),
            Map.entry("PGUSER", "user"),
            Map.entry("PGPASSWORD", "password"),
            Map.entry("PGSSLMODE", "sslmode"),
            Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
            Map.entry("PGSSLROOTCERT", "sslrootcert"),
            Map.entry("PGSSLCERT", "sslcert"),
            Map.entry("PGSSLKEY", "sslkey"),
            Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
            Map.entry("PGOPTIONS", "options"),
            Map.entry("PGCHANNELBINDING", "channel_binding"),
            Map.entry("PGREQUIREAUTH", "require_auth"),
            Map.entry("PGGSSENCMODE", "gssencmode"),
            Map.entry("PGKRBSRVNAME", "krbsrvname"),
            Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"));
    private static final Map<String, String> TARGETS = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private DriverProperties() {}

    /**
     * @param given what the user gave, by libpq's keywords
     * @param environment the PG* variables
     * @throws BackendUnavailableException if a keyword or its value is unknown to the driver
     */
    static ConnectionTarget target(Map<String, String> given, Map<String, String> environment) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional<String> service =
                Optional.ofNullable(given.get("service")).or(() -> Optional.ofNullable(environment.get("PGSERVICE")));
        if (service.isEmpty()) {
            // A service comes before the variables; the driver reads its file and puts it after what is given here.
            BY_VARIABLE.forEach((variable, keyword) -> Optional.ofNullable(environment.get(variable))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> parameters.put(keyword, value)));
            parameters.putIfAbsent("user", System.getProperty("user.name"));
        } else if (environment.containsKey("PGPASSWORD")) {
            parameters.put("password", environment.get("PGPASSWORD"));
        }
        parameters.putAll(given);
        parameters.remove("service");

        Properties properties = ConnectionTarget.defaults();
        setHost(properties, parameters, service.isEmpty());
        parameters.forEach((keyword, value) -> set(properties, keyword, value));
        Properties complete =
                service.flatMap(name -> ofService(name, properties)).orElse(properties);
        boolean known = service.isEmpty() || complete != properties;
        useSocketIfDirectory(complete);
        return new ConnectionTarget(
                known ? "jdbc:postgresql://" : ConnectionTarget.SERVICE + encoded(service.get()), complete);
    }

    /** What the driver reads of a service, beside what is given: its host may be the directory of a socket. Empty where there is none. */
    private static Optional<Properties> ofService(String name, Properties given) {
        return Optional.ofNullable(Driver.parseURL(ConnectionTarget.SERVICE + encoded(name), given))
                .map(DriverProperties::flat);
    }

    /** The driver keeps what is given as defaults of what it has read. */
    private static Properties flat(Properties read) {
        Properties properties = new Properties();
        read.stringPropertyNames().forEach(name -> properties.setProperty(name, read.getProperty(name)));
        return properties;
    }

    /**
     * Another target, of which what is not given is as it was.
     *
     * @throws BackendUnavailableException if a keyword or its value is unknown to the driver
     */
    static ConnectionTarget changed(
            ConnectionTarget before, Map<String, String> given, Map<String, String> environment) {
        Properties properties = flat(Driver.parseURL(before.url(), before.properties()));
        Map<String, String> parameters = new LinkedHashMap<>(given);
        boolean sameServer = isAsBefore(given, "host", properties, PGProperty.PG_HOST)
                && isAsBefore(given, "port", properties, PGProperty.PG_PORT);
        if (!sameServer) {
            parameters.putIfAbsent("host", PGProperty.PG_HOST.getOrDefault(properties));
            parameters.putIfAbsent("port", PGProperty.PG_PORT.getOrDefault(properties));
            if (UnixSocketFactory.leave(properties)) {
                Optional.ofNullable(environment.get("PGSSLMODE"))
                        .ifPresent(mode -> parameters.putIfAbsent("sslmode", mode));
            }
        }
        if (!sameServer || !isAsBefore(given, "user", properties, PGProperty.USER)) {
            properties.remove(PGProperty.PASSWORD.getName());
            Optional.ofNullable(environment.get("PGPASSWORD"))
                    .ifPresent(password -> parameters.putIfAbsent("password", password));
        }
        setHost(properties, parameters, false);
        parameters.forEach((keyword, value) -> set(properties, keyword, value));
        useSocketIfDirectory(properties);
        return new ConnectionTarget("jdbc:postgresql://", properties);
    }

    private static boolean isAsBefore(
            Map<String, String> given, String keyword, Properties before, PGProperty property) {
        return !given.containsKey(keyword) || given.get(keyword).equals(property.getOrDefault(before));
    }

    /** Last: what was asked for concerns TCP. */
    private static void useSocketIfDirectory(Properties properties) {
        Optional.ofNullable(PGProperty.PG_HOST.getOrDefault(properties))
                .filter(DriverProperties::isDirectory)
                .ifPresent(directory ->
                        UnixSocketFactory.use(properties, directory, PGProperty.PG_PORT.getOrDefault(properties)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void setHost(Properties properties, Map<String, String> parameters, boolean withDefaults) {
        String host = parameters.remove("host");
        String port = parameters.remove("port");
        String database = parameters.remove("dbname");
        if (withDefaults) {
            port = port == null ? "5432" : port;
            // As psql does it: through the socket of a server of this machine, if there is one.
            host = host == null ? UnixSocketFactory.usualDirectory(port).orElse("localhost") : host;
            database = database == null ? parameters.get("user") : database;
        }
        if (host != null && isDirectory(host)) {
            if (host.contains(",")) {
                throw new BackendUnavailableException(
                        "host '" + host + "': the directory of a Unix socket cannot stand in a list of hosts");
            }
            port = port == null ? "5432" : port;
        }
        if (host != null) {
            PGProperty.PG_HOST.set(properties, host);
        }
        if (port != null) {
            if (!port.matches("\\d{0,5}(,\\d{0,5})*")) {
                throw new BackendUnavailableException("port '" + port + "' is no number from 1 to 65535");
            }
            PGProperty.PG_PORT.set(properties, port);
        }
        if (database != null) {
            PGProperty.PG_DBNAME.set(properties, database);
        }
    }

    /** Of a Unix-domain socket, as libpq tells it from a name. */
    private static boolean isDirectory(String host) {
        return host.startsWith("/");
    }

    private static void set(Properties properties, String keyword, String value) {
        PGProperty property = BY_KEYWORD.get(keyword);
        if (property == null) {
            throw new BackendUnavailableException("connection parameter '" + keyword
                    + "' is unknown here, expected host, port, dbname, service or one of "
                    + BY_KEYWORD.keySet().stream().sorted().toList());
        }
        if (property == PGProperty.CONNECT_TIMEOUT) {
            setTimeout(properties, value);
        } else if (property == PGProperty.TARGET_SERVER_TYPE) {
            property.set(
                    properties,
                    Optional.ofNullable(TARGETS.get(value))
                            .orElseThrow(() -> new BackendUnavailableException("target_session_attrs '" + value
                                    + "' is unknown, expected one of "
                                    + TARGETS.keySet().stream().sorted().toList())));
        } else {
            property.set(properties, value);
        }
    }

    /** As libpq has it: whole seconds for each host, none if they are not positive. The driver's login timeout is for all hosts. */
    private static void setTimeout(Properties properties, String value) {
        if (!value.strip().matches("[+-]?\\d{1,6}")) {
            throw new BackendUnavailableException(
                    "connect_timeout '" + value + "' is no whole number of seconds, as in connect_timeout=10");
        }
        int seconds = Math.max(0, Integer.parseInt(value.strip()));
        String hosts =
                Optional.ofNullable(PGProperty.PG_HOST.getOrDefault(properties)).orElse("");
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds * hosts.split(",", -1).length);
    }
}
