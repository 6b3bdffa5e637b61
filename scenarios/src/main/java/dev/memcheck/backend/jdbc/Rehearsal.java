package dev.memcheck.backend.jdbc;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;

/**
 * Has Java make what the first connection will need, up to the driver's first answer, while a server starts and nothing can be connected
 * yet. Nobody waits for it, and nothing fails by it.
 */
public final class Rehearsal {
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private Rehearsal() {}

    /** Does nothing but the first time. */
    public static void begin() {
        if (!BEGUN.getAndSet(true)) {
            Thread thread = new Thread(Rehearsal::play, "memcheck-rehearsal");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void play() {
        try {
            talk();
            FindingReader.of(FindingReader.NONE);
        } catch (SQLException | IOException | RuntimeException anotherDriver) {
            // The connection will say so, if it matters.
        }
    }

    static void talk() throws SQLException, IOException {
        Properties properties = ConnectionTarget.defaults();
        PGProperty.USER.set(properties, "nobody");
        PGProperty.PASSWORD.set(properties, "none");
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.SOCKET_FACTORY.set(properties, RehearsedSocketFactory.class.getName());
        try (BaseConnection connection = new ConnectionTarget("jdbc:postgresql://localhost/none", properties).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
            row.getString(1);
            RowTap.into(connection);
        }
    }
}
