package dev.memcheck.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionSkewTest {
    @Test
    void whatFitsIsNone() {
        assertThat(between("1.1", "1.1", "1.1")).isEmpty();
        assertThat(between("1.1", null, null)).isEmpty();
        assertThat(between("1.10", "1.10", "1.10")).isEmpty();
    }

    @Test
    void olderObjectsAreUpdated() {
        VersionSkew skew = between("1.0", "1.1", "1.1").orElseThrow();

        assertThat(skew.mendedByUpdate()).isTrue();
        assertThat(skew.sentence())
                .contains("objects of pg_ext_memcheck in this database (1.0) are older than the server's library (1.1)")
                .endsWith("run ALTER EXTENSION pg_ext_memcheck UPDATE");
        assertThat(between("1.9", "1.10", "1.10").orElseThrow().mendedByUpdate())
                .isTrue();
        assertThat(between("1.0", null, "1.1").orElseThrow().mendedByUpdate()).isTrue();
    }

    @Test
    void anOlderLibraryIsReplacedByARestart() {
        VersionSkew installed = between("1.1", "1.0", "1.1").orElseThrow();
        VersionSkew nowhere = between("1.1", "1.0", "1.0").orElseThrow();

        assertThat(installed.mendedByUpdate()).isFalse();
        assertThat(installed.sentence())
                .contains("has loaded (1.0) is older than the SQL objects of this database (1.1): restart the server");
        assertThat(nowhere.sentence()).contains("install version 1.1 (on the server's machine");
    }

    @Test
    void anOlderServerIsToldWhatThisMemcheckNeeds() {
        VersionSkew skew = between("1.0", "1.0", "1.0").orElseThrow();

        assertThat(skew.mendedByUpdate()).isFalse();
        assertThat(skew.sentence()).contains("(1.0) is older than this memcheck, which needs 1.1: on the server's");
        assertThat(between("1.0", "1.0", "1.1").orElseThrow().sentence()).contains("needs 1.1: restart the server and");
    }

    @Test
    void aNewerServerFits() {
        assertThat(between("1.2", "1.2", "1.2")).isEmpty();
    }

    @Test
    void neededIsWhatIsBuiltHere() throws Exception {
        assertThat(Files.readString(Path.of("../native-ext/pg_ext_memcheck.control")))
                .contains("default_version = '" + VersionSkew.NEEDED + "'");
    }

    private static Optional<VersionSkew> between(String objects, String loaded, String available) {
        return VersionSkew.between(objects, Optional.ofNullable(loaded), Optional.ofNullable(available));
    }
}
