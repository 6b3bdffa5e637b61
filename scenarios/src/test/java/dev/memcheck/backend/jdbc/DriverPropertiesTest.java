package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverPropertiesTest {
    /** Where the driver looks first. */
    private static final String SERVICE_FILE = "org.postgresql.pgservicefile";

    @Test
    void putsTheCommandLineBeforeTheVariables() {
        Properties properties = DriverProperties.target(
                        Map.of("host", "given", "user", "me"),
                        Map.of("PGHOST", "variable", "PGPORT", "5433", "PGDATABASE", "app", "PGSSLMODE", "require"))
                .properties();

        assertThat(properties)
                .containsEntry("PGHOST", "given")
                .containsEntry("PGPORT", "5433")
                .containsEntry("PGDBNAME", "app")
                .containsEntry("user", "me")
                .containsEntry("sslmode", "require")
                .containsEntry("ApplicationName", "memcheck");
    }

    @Test
    void fallsBackToTheDefaultsOfLibpq() {
        String account = System.getProperty("user.name");

        // No server of this machine has that port, and so no socket of that name.
        assertThat(DriverProperties.target(Map.of(), Map.of("PGPORT", "1")).properties())
                .containsEntry("PGHOST", "localhost")
                .containsEntry("PGPORT", "1")
                .doesNotContainKey("socketFactory")
                .containsEntry("PGDBNAME", account)
                .containsEntry("user", account)
                .doesNotContainKey("password");
    }

    @Test
    void takesADirectoryForThePlaceOfAUnixSocket() {
        assertThat(DriverProperties.target(
                                Map.of("host", "/run/postgresql", "sslmode", "require"), Map.of("PGPORT", "5433"))
                        .properties())
                .containsEntry("PGHOST", "/run/postgresql")
                .containsEntry("socketFactory", UnixSocketFactory.class.getName())
                .containsEntry("socketFactoryArg", "/run/postgresql/.s.PGSQL.5433")
                .containsEntry("sslmode", "disable");
    }

    @Test
    void leavesToAServiceWhatWasNotGiven() {
        ConnectionTarget target = DriverProperties.target(
                Map.of("dbname", "app"), Map.of("PGSERVICE", "my service", "PGHOST", "elsewhere"));

        assertThat(target.url()).isEqualTo("jdbc:postgresql://?service=my+service");
        assertThat(target.properties()).containsEntry("PGDBNAME", "app").doesNotContainKeys("PGHOST", "PGPORT", "user");
        assertThatThrownBy(target::open).hasMessage("definition of service \"my service\" not found");
    }

    @Test
    void takesTheDirectoryOfAUnixSocketOutOfAService(@TempDir Path directory) throws IOException {
        Path services = Files.writeString(
                directory.resolve("services"), "[mine]\nhost=/run/postgresql\nport=5433\ndbname=db\nuser=me\n");
        System.setProperty(SERVICE_FILE, services.toString());
        try {
            assertThat(DriverProperties.target(Map.of("dbname", "app"), Map.of("PGSERVICE", "mine"))
                            .properties())
                    .containsEntry("socketFactoryArg", "/run/postgresql/.s.PGSQL.5433")
                    .containsEntry("PGDBNAME", "app")
                    .containsEntry("user", "me");
        } finally {
            System.clearProperty(SERVICE_FILE);
        }
    }

    @Test
    void translatesTargetSessionAttributes() {
        assertThat(DriverProperties.target(Map.of("target_session_attrs", "read-write"), Map.of())
                        .properties())
                .containsEntry("targetServerType", "primary");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertRefused(Map.of("sslmod", "require"), "parameter 'sslmod' is unknown");
        assertRefused(Map.of("port", "http"), "port 'http' is no number");
        assertRefused(Map.of("host", "/run/postgresql,localhost"), "cannot stand in a list of hosts");
        assertRefused(Map.of("target_session_attrs", "writable"), "'writable' is unknown, expected one of [any");
    }

    private static void assertRefused(Map<String, String> given, String message) {
        assertThatThrownBy(() -> DriverProperties.target(given, Map.of()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining(message);
    }
}
