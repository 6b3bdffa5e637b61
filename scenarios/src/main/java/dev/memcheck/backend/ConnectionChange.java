package dev.memcheck.backend;

import java.util.Optional;

/**
 * What is to be different in another connection, as in psql's {@code \connect}.
 *
 * @param database a name, a URI or a list of {@code key=value}; what is empty stays
 * @param reuses whether what is not said stays as it is, rather than being what it is at the start
 */
public record ConnectionChange(
        Optional<String> database,
        Optional<String> user,
        Optional<String> host,
        Optional<String> port,
        boolean reuses) {
    /** Whether a text is a URI or a list of {@code key=value}, and not just a name. */
    public static boolean isConnectionString(String text) {
        return text.startsWith("postgres://") || text.startsWith("postgresql://") || text.contains("=");
    }

    /** Whether it may lead to another server. */
    public boolean mayLeaveServer() {
        return !reuses
                || host.isPresent()
                || port.isPresent()
                || database.filter(ConnectionChange::isConnectionString).isPresent();
    }
}
