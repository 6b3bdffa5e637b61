package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendUnavailableException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what PostgreSQL clients take for the name of a database: a URI ({@code postgresql://user@host:port/db?key=value}),
 * a list of {@code key=value}, or just the name. Gives libpq's keywords and their values.
 */
final class ConnectionParameters {
    private static final Pattern URI = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?]*)(?:/(?<dbname>[^?]*))?"
                    + "(?:\\?(?<query>.*))?");
    private static final Pattern HOST = Pattern.compile("(?<host>\\[[^]]*]|[^:]*)(?::(?<port>\\d*))?");
    private static final Pattern PAIR =
            Pattern.compile("\\s*(\\w+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)(?=\\s|$)");

    private ConnectionParameters() {}

    /** @throws BackendUnavailableException if the text is neither */
    static Map<String, String> parse(String text) {
        if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
            return uri(text);
        }
        if (text.contains("=")) {
            return pairs(text);
        }
        return Map.of("dbname", text);
    }

    private static Map<String, String> uri(String text) {
        Matcher matcher = URI.matcher(text);
        if (!matcher.matches()) {
            throw wrong("the URI", "postgresql://user@host:port/database?key=value");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "user", matcher.group("user"));
        put(parameters, "password", matcher.group("password"));
        put(parameters, "dbname", matcher.group("dbname"));
        hosts(matcher.group("hosts"), parameters);
        String query = matcher.group("query");
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw wrong("'" + pair + "' in the URI", "key=value");
            }
            put(parameters, pair.substring(0, equals), pair.substring(equals + 1));
        }
        return parameters;
    }

    /** One or more hosts, each with its port; lists of both, as in libpq. */
    private static void hosts(String text, Map<String, String> parameters) {
        StringBuilder hosts = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        for (String one : text.split(",", -1)) {
            Matcher matcher = HOST.matcher(one);
            if (!matcher.matches()) {
                throw wrong("host '" + one + "' in the URI", "host:port, an IPv6 address in brackets");
            }
            String host = matcher.group("host");
            hosts.append(',').append(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
            ports.append(',').append(matcher.group("port") == null ? "" : matcher.group("port"));
        }
        put(parameters, "host", hosts.substring(1));
        if (ports.chars().anyMatch(Character::isDigit)) {
            put(parameters, "port", ports.substring(1));
        }
    }

    private static void put(Map<String, String> parameters, String key, String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return;
        }
        try {
            // A plus sign is itself in these URIs, not a space.
            String value = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            parameters.put(key, value);
        } catch (IllegalArgumentException e) {
            throw wrong(key + " in the URI", "percent signs followed by two hexadecimal digits");
        }
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PAIR.matcher(text.strip());
        int at = 0;
        while (at < text.strip().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw wrong("the connection string at character " + (at + 1), "key=value or key='value'");
            }
            String value = matcher.group(2);
            boolean quoted = value.startsWith("'");
            parameters.put(
                    matcher.group(1),
                    (quoted ? value.substring(1, value.length() - 1) : value).replaceAll("\\\\(.)", "$1"));
            at = matcher.end();
        }
        return parameters;
    }

    /** The text itself is not repeated: there may be a password in it. */
    private static BackendUnavailableException wrong(String what, String expected) {
        return new BackendUnavailableException("cannot read " + what + ", expected " + expected);
    }
}
