package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
    @Test
    void quotesWhatTheUserGives() {
        String text = ClusterSettings.text(
                Path.of("/tmp/it's/data"), 5433, List.of("a", "b"), Map.of("my.value", "it's\\\nport = 1"));

        assertThat(text.lines())
                .contains(
                        "include '/tmp/it''s/data/postgresql.conf'",
                        "my.value = 'it''s\\\\\\nport = 1'",
                        "shared_preload_libraries = 'a,b'",
                        "listen_addresses = '127.0.0.1'",
                        "port = '5433'",
                        "unix_socket_directories = ''")
                .doesNotContain("port = 1'");
    }

    @Test
    void letsTheUserOverrideWhatIsOnlyOurHabit() {
        assertThat(ClusterSettings.text(Path.of("/d"), 1, List.of(), Map.of("autovacuum", "on"))
                        .lines())
                .contains("autovacuum = 'on'")
                .contains("pg_ext_memcheck.track_shmem = 'on'")
                .doesNotContain("autovacuum = 'off'");
    }
}
