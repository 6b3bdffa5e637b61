package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCacheTest {
    @TempDir
    private Path home;

    private ServerAccount self;

    @BeforeEach
    void beSomebodyWhoRunsServersUnderTheirOwnName() throws IOException {
        int uid = (Integer) Files.getAttribute(home, "unix:uid");
        self = new ServerAccount(uid, uid, (Integer) Files.getAttribute(home, "unix:gid"), List.of());
    }

    @Test
    void isClosedToOthers() throws IOException {
        TemplateCache.locate(self, Map.of("XDG_CACHE_HOME", home.toString()));

        assertThat(permissions(home.resolve("memcheck"))).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("memcheck/templates-" + self.uid())))
                .isEqualTo("rwx------");
    }

    @Test
    void isFoundAgain() {
        TemplateCache.locate(self, Map.of("XDG_CACHE_HOME", home.toString()));
        TemplateCache.locate(self, Map.of("XDG_CACHE_HOME", home.toString()));

        assertThat(home.resolve("memcheck")).isDirectory();
    }

    @Test
    void standsInTheHomeDirectoryByDefault() {
        TemplateCache.locate(self, Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "relative"));

        assertThat(home.resolve(".cache/memcheck")).isDirectory();
    }

    @Test
    void refusesADirectoryThatOthersCanWriteTo() throws IOException {
        Path open = Files.createDirectory(home.resolve("memcheck"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertRefused(open);
    }

    @Test
    void followsNoLink() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        assertRefused(Files.createSymbolicLink(home.resolve("memcheck"), elsewhere));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void refusesADirectoryOfSomebodyElse() {
        ServerAccount other = new ServerAccount(self.uid() + 1, self.uid() + 1, self.gid(), List.of());

        assertThatThrownBy(() -> new TemplateCache(other, home.resolve("memcheck")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a directory of account " + other.uid());
    }

    private void assertRefused(Path base) {
        assertThatThrownBy(() -> new TemplateCache(self, base))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(base + " is not a directory of account");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
