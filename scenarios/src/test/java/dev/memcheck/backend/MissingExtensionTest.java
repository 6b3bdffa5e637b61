package dev.memcheck.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingExtensionTest {
    private static String sentence(boolean preloaded, boolean installed, boolean shares) {
        return new MissingExtension(preloaded, installed, shares).sentence("nothing can be looked at");
    }

    @Test
    void aServerThatHasTheLibraryNeedsNoRestart() {
        assertThat(sentence(true, true, false))
                .isEqualTo(
                        "this database does not have pg_ext_memcheck, without which nothing can be looked at. Its server"
                                + " has loaded the library: run CREATE EXTENSION pg_ext_memcheck in the database, without a restart"
                                + " (of a standby, on its primary)");
    }

    @Test
    void oneThatDoesNotIsToPreloadIt() {
        assertThat(sentence(false, true, false))
                .endsWith("Put it into shared_preload_libraries, restart the server and run CREATE EXTENSION"
                        + " pg_ext_memcheck (of a standby, on its primary)");
        assertThat(sentence(false, true, true)).contains("; without a restart, session_preload_libraries");
        assertThat(sentence(false, false, false))
                .contains("It is not installed on this server: run make -C native-ext install", "Put it into");
    }
}
