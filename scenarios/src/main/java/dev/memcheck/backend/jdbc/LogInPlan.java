package dev.memcheck.backend.jdbc;

import java.util.Properties;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * What of a log-in is not left to the driver. It makes sockets by the name of their factory, to which it gives its properties, so that this
 * stands there.
 *
 * @param scram whether to log in by SCRAM without it
 * @param question what the session is asked first, as the message; empty if that is not known
 */
record LogInPlan(boolean scram, byte[] question) {
    /** All is the driver's. */
    static final LogInPlan NONE = new LogInPlan(false, new byte[0]);

    /** Ours, and no property of the driver's. */
    private static final String ASKS = "memcheck.asks";

    /** As the driver has it where nobody says anything, which without encryption is the same as never. */
    private static final Set<String> UNBOUND = Set.of("prefer", "disable");

    /** Has the connection ask at once what every backend of memcheck's is asked first. */
    static void ask(Properties properties) {
        properties.setProperty(ASKS, "true");
    }

    /** For a connection with these properties that nothing encrypts. */
    static LogInPlan plain(Properties properties) {
        String binding = PGProperty.CHANNEL_BINDING.getOrDefault(properties);
        boolean usual = PGProperty.REQUIRE_AUTH.getOrDefault(properties) == null
                && (binding == null || UNBOUND.contains(binding));
        return new LogInPlan(usual, question(properties));
    }

    /** For one that is encrypted, by which the log-in is bound to the server's certificate. */
    static LogInPlan encrypted(Properties properties) {
        return new LogInPlan(false, question(properties));
    }

    private static byte[] question(Properties properties) {
        return properties.getProperty(ASKS) == null
                ? NONE.question()
                : new OneTrip().query(ExtensionLookup.QUERY).bytes();
    }
}
