package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

/** What stays of a connection in the next one, as in psql. */
class ChangedTargetTest {
    private static final Map<String, String> FIRST =
            Map.of("host", "h", "port", "1", "user", "u", "dbname", "d", "password", "p", "sslmode", "require");

    @Test
    void whatIsNotGivenStays() {
        assertThat(changed(FIRST, Map.of("dbname", "other"))).isEqualTo("u p@h:1/other require");
        assertThat(changed(FIRST, Map.of())).isEqualTo("u p@h:1/d require");
    }

    @Test
    void aPasswordIsOfOneRoleOnOneServer() {
        assertThat(changed(FIRST, Map.of("user", "bob"))).isEqualTo("bob null@h:1/d require");
        assertThat(changed(FIRST, Map.of("port", "2"))).isEqualTo("u null@h:2/d require");
        assertThat(changed(FIRST, Map.of("user", "u", "host", "h"))).isEqualTo("u p@h:1/d require");
        assertThat(changed(FIRST, Map.of("user", "bob", "password", "x"))).isEqualTo("bob x@h:1/d require");
    }

    @Test
    void aSocketIsLeftAndEntered() {
        Map<String, String> local = Map.of("host", "/run", "port", "1", "user", "u", "dbname", "d");
        assertThat(changed(local, Map.of("host", "h"))).isEqualTo("u null@h:1/d null");
        assertThat(changed(FIRST, Map.of("host", "/run"))).isEqualTo("u null@/run:1/d disable /run/.s.PGSQL.1");
        assertThat(changed(local, Map.of("port", "2"))).isEqualTo("u null@/run:2/d disable /run/.s.PGSQL.2");
    }

    @Test
    void oneThatIsNamedInTheAddressIsReadFromThere() {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, "u");
        ConnectionTarget before = new ConnectionTarget("jdbc:postgresql://127.0.0.1:7/postgres", properties);
        assertThat(told(DriverProperties.changed(before, Map.of("dbname", "other"), Map.of())))
                .isEqualTo("u null@127.0.0.1:7/other null");
    }

    private static String changed(Map<String, String> first, Map<String, String> given) {
        return told(DriverProperties.changed(DriverProperties.target(first, Map.of()), given, Map.of()));
    }

    private static String told(ConnectionTarget target) {
        Properties all = target.properties();
        String socket = PGProperty.SOCKET_FACTORY_ARG.getOrDefault(all);
        return PGProperty.USER.getOrDefault(all) + " " + PGProperty.PASSWORD.getOrDefault(all) + "@"
                + PGProperty.PG_HOST.getOrDefault(all) + ":" + PGProperty.PG_PORT.getOrDefault(all) + "/"
                + PGProperty.PG_DBNAME.getOrDefault(all) + " " + PGProperty.SSL_MODE.getOrDefault(all)
                + (socket == null ? "" : " " + socket);
    }
}
