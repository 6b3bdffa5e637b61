package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionParametersTest {
    @Test
    void takesABareNameAsTheDatabase() {
        assertThat(ConnectionParameters.parse("app")).isEqualTo(Map.of("dbname", "app"));
    }

    @Test
    void readsAUri() {
        assertThat(ConnectionParameters.parse(
                        "postgresql://us%40er:p%3Aw+d@db.example:5433/my%20app?sslmode=require&options=-c%20a%3Db"))
                .isEqualTo(Map.of(
                        "user", "us@er",
                        "password", "p:w+d",
                        "host", "db.example",
                        "port", "5433",
                        "dbname", "my app",
                        "sslmode", "require",
                        "options", "-c a=b"));
    }

    @Test
    void readsShortUris() {
        assertThat(ConnectionParameters.parse("postgres://")).isEmpty();
        assertThat(ConnectionParameters.parse("postgres:///app")).isEqualTo(Map.of("dbname", "app"));
        assertThat(ConnectionParameters.parse("postgres://h")).isEqualTo(Map.of("host", "h"));
        assertThat(ConnectionParameters.parse("postgres://u@/?host=h")).isEqualTo(Map.of("user", "u", "host", "h"));
        assertThat(ConnectionParameters.parse("postgres://[::1]:5433/a"))
                .isEqualTo(Map.of("host", "::1", "port", "5433", "dbname", "a"));
        assertThat(ConnectionParameters.parse("postgres://a:1,b:2/")).isEqualTo(Map.of("host", "a,b", "port", "1,2"));
    }

    @Test
    void readsKeysAndValues() {
        assertThat(ConnectionParameters.parse("host=h  port = 5433 password='it\\'s a \\\\' dbname=''"))
                .isEqualTo(Map.of("host", "h", "port", "5433", "password", "it's a \\", "dbname", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://host:port/db",
                "postgres://h/db?novalue",
                "postgres://h/%zz",
                "host=h password='open",
                "host=h secret",
                "=x"
            })
    void refusesWhatItCannotReadWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> ConnectionParameters.parse(text))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageStartingWith("cannot read ")
                .hasMessageContaining("expected ")
                .hasMessageNotContaining("secret");
    }
}
