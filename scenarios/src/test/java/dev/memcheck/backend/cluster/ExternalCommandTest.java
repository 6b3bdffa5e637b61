package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExternalCommandTest {
    private static final int SESSION_FIELD = 5;

    @Test
    void givesOutputAndExitCode() {
        ExternalCommand run = ExternalCommand.run(List.of("sh", "-c", "cat; echo wrong >&2; exit 7"), "given\n");

        assertThat(run.output()).isEqualTo("given\nwrong");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.succeeded()).isFalse();
    }

    @Test
    void isOutOfReachOfTheTerminal() throws IOException {
        ExternalCommand run = ExternalCommand.run(List.of("cat", "/proc/self/stat"));

        assertThat(session(run.output())).isNotEqualTo(session(Files.readString(Path.of("/proc/self/stat"))));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThat(ExternalCommand.run(List.of("/no/such/program")).output()).contains("/no/such/program");
        assertThatThrownBy(() -> ServerBinaries.find(Optional.of(Path.of("/no/such/pg_config"))))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("/no/such/pg_config");
    }

    /** The process's own name stands in parentheses and may have blanks. */
    private static String session(String stat) {
        return stat.substring(stat.lastIndexOf(')')).split(" ")[SESSION_FIELD - 1];
    }
}
