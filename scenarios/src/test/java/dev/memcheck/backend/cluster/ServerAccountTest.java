package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What root lends a private server. */
final class ServerAccountTest {
    @BeforeEach
    void onlyRootLends() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
    }

    @Test
    void theOwnerOfTheRealServersIsNotTakenUnasked() {
        assertThat(ServerAccount.choose(Optional.empty()).uid()).isNotEqualTo(uid("postgres"));
    }

    @Test
    void theOwnerOfTheRealServersIsWarnedOfWhenAskedFor() {
        assumeTrue(!uid("postgres").equals(-1));

        assertThat(ServerAccount.choose(Optional.of("postgres")).warning().orElseThrow())
                .contains("\"postgres\"")
                .contains("can write their files");
    }

    @Test
    void onlyAnAccountOfItsOwnNeedsNoWarning() {
        boolean own = !uid("memcheck").equals(-1);

        assertThat(ServerAccount.choose(Optional.empty()).warning().isEmpty()).isEqualTo(own);
    }

    private static Integer uid(String name) {
        ExternalCommand id = ExternalCommand.run(List.of("id", "-u", name));
        return id.succeeded() ? Integer.valueOf(id.output()) : -1;
    }
}
