package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerBinariesTest {
    @TempDir
    private Path server;

    @Test
    void aRelativePathIsTakenFromTheWorkingDirectory() throws IOException {
        program("postgres", "");
        program("initdb", "");
        Path pgConfig = program("pg_config", "echo '" + server + "'");

        Path relative = Path.of("").toAbsolutePath().relativize(pgConfig);

        assertThat(relative.isAbsolute()).isFalse();
        assertThat(ServerBinaries.find(Optional.of(relative)).directory()).isEqualTo(server);
    }

    @Test
    void aPgConfigWithoutServerIsNamed() throws IOException {
        Path pgConfig = program("pg_config", "echo '" + server + "'");

        assertThatThrownBy(() -> ServerBinaries.find(Optional.of(pgConfig)))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining(pgConfig + " names " + server + ", where there is no postgres and initdb");
    }

    @Test
    void aPgConfigThatIsNoScriptAnswersWithItsOwnDirectory() throws IOException {
        program("postgres", "");
        program("initdb", "");
        Path pgConfig = program("pg_config", "");
        // It cannot be run, so it was not asked.
        Files.write(pgConfig, new byte[] {0x7f, 'E', 'L', 'F', 0});
        Path link = Files.createSymbolicLink(
                Files.createDirectory(server.resolve("links")).resolve("pg_config"), pgConfig);

        assertThat(ServerBinaries.find(Optional.of(pgConfig)).directory()).isEqualTo(server.toRealPath());
        assertThat(ServerBinaries.find(Optional.of(link)).directory()).isEqualTo(server.toRealPath());
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(server.resolve(name), "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
