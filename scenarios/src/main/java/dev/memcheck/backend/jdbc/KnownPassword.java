package dev.memcheck.backend.jdbc;

import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Gives the driver the password, when the server asks for one, and tells a server that asks while none is known from all other
 * refusals. The driver has looked into the password file by then. It makes one for each connection, by the name of this class.
 */
public final class KnownPassword implements AuthenticationPlugin {
    private final Properties properties;

    /** @param properties of the connection */
    public KnownPassword(Properties properties) {
        this.properties = properties;
    }

    @Override
    public char[] getPassword(AuthenticationRequestType type) throws PSQLException {
        String password = PGProperty.PASSWORD.getOrDefault(properties);
        if (password == null) {
            throw new Lacked();
        }
        return password.toCharArray();
    }

    static boolean isLackedIn(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof Lacked) {
                return true;
            }
        }
        return false;
    }

    private static final class Lacked extends PSQLException {
        private static final long serialVersionUID = 1L;

        Lacked() {
            super(
                    "the server wants a password, and none is known: -W asks for it, PGPASSWORD or ~/.pgpass give it",
                    PSQLState.CONNECTION_REJECTED);
        }
    }
}
