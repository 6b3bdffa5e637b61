package dev.memcheck.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.shell.out.UsageException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectCommandTest {
    @Test
    void aDashKeepsAPart() {
        assertThat(change("-", "bob", "-", "5433"))
                .isEqualTo(new ConnectionChange(
                        Optional.empty(), Optional.of("bob"), Optional.empty(), Optional.of("5433"), true));
        assertThat(change("").mayLeaveServer()).isFalse();
        assertThat(change("db", "bob").mayLeaveServer()).isFalse();
        assertThat(change("db", "-", "elsewhere").mayLeaveServer()).isTrue();
    }

    @Test
    void aConnectionStringStandsForItself() {
        assertThat(change("postgresql://h/db").reuses()).isFalse();
        assertThat(change("host=h").reuses()).isFalse();
        assertThat(change("-reuse-previous=on", "host=h").reuses()).isTrue();
        assertThat(change("-reuse-previous=off", "db").reuses()).isFalse();
    }

    @Test
    void whatPsqlRefusesIsRefused() {
        assertThatThrownBy(() -> change("host=h", "bob"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Do not give user, host, or port separately when using a connection string");
        assertThatThrownBy(() -> change("-reuse-previous=x"))
                .hasMessage("unrecognized value \"x\" for \"-reuse-previous\": Boolean expected");
        assertThatThrownBy(() -> change("a", "b", "c", "d", "e")).hasMessageContaining("found \"e\" besides");
    }

    private static ConnectionChange change(String... words) {
        return ConnectCommand.change(List.of(words));
    }
}
