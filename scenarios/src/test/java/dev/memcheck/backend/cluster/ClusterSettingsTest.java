package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
    @Test
    void quotesWhatTheUserGives() {
        String text = ClusterSettings.text(
                Path.of("/tmp/it's"), 5433, preloading("a", "b").withSetting("my.value", "it's\\\nport = 1"));

        assertThat(text.lines())
                .contains(
                        "include '/tmp/it''s/data/postgresql.conf'",
                        "my.value = 'it''s\\\\\\nport = 1'",
                        "shared_preload_libraries = 'a,b'",
                        "listen_addresses = '127.0.0.1'",
                        "port = '5433'",
                        "unix_socket_directories = '/tmp/it''s/own'")
                .doesNotContain("port = 1'");
    }

    @Test
    void letsTheUserOverrideWhatIsOnlyOurHabit() {
        assertThat(ClusterSettings.text(Path.of("/d"), 1, preloading().withSetting("autovacuum", "on"))
                        .lines())
                .contains("autovacuum = 'on'")
                .contains("pg_ext_memcheck.track_shmem = 'on'")
                .doesNotContain("autovacuum = 'off'");
    }

    @Test
    void theSocketIsInTheDirectoryUnlessItsPathWouldBeTooLong() {
        Path deep = Path.of("/" + "d".repeat(90));

        assertThat(ClusterSettings.text(Path.of("/d"), 1, preloading().withSocket())
                        .lines())
                .contains("unix_socket_directories = '/d'", "hba_file = '/d/memcheck.hba'");
        assertThat(ClusterSettings.text(deep, 1, preloading().withSocket()).lines())
                .contains("unix_socket_directories = ''");
    }

    @Test
    void theSocketOfTheShellIsNotWhereTheServersLibrariesLook() {
        assertThat(ClusterSettings.text(Path.of("/d"), 1, preloading()).lines())
                .contains("unix_socket_directories = '/d/own'");
    }

    @Test
    void thereIsNoSocketWhereTheServerWouldReadSeveralDirectories() {
        assertThat(ClusterSettings.text(Path.of("/a,b"), 1, preloading()).lines())
                .contains("unix_socket_directories = ''");
    }

    /** Citus wants to be the first. */
    @Test
    void aLibraryThatIsNamedAgainComesBehindTheOthers() {
        assertThat(ClusterSettings.text(Path.of("/d"), 1, preloading("pg_ext_memcheck", "citus", "pg_ext_memcheck"))
                        .lines())
                .contains("shared_preload_libraries = 'citus,pg_ext_memcheck'");
    }

    private static PrivateClusterOptions preloading(String... libraries) {
        PrivateClusterOptions options = PrivateClusterOptions.fromEnvironment().withoutPreload();
        for (String library : libraries) {
            options = options.withPreload(library);
        }
        return options;
    }
}
