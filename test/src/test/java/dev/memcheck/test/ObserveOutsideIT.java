package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code \observe} where the server cannot be asked: the process is read from outside. */
class ObserveOutsideIT {
    @TempDir
    private Path directory;

    @Test
    void aServerWithoutTheLibraryIsSeenFromOutside() throws Exception {
        try (PrivateCluster server = PrivateCluster.start(
                        PrivateClusterOptions.fromEnvironment().withoutPreload());
                Backend backend = server.connect()) {
            backend.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'secret'");
            String uri = "postgresql://boss:secret@127.0.0.1:" + value(backend, "SELECT current_setting('port')")
                    + "/postgres";
            String checkpointer =
                    value(backend, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");

            MemcheckJar.Run run = MemcheckJar.run("\\observe " + checkpointer + "\n", directory, uri);

            assertThat(run.out())
                    .contains("TopMemoryContext", "Checkpointer", "note: seen from outside, since ")
                    .doesNotContain("error");
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    @Test
    void thePostmasterIsSeenFromOutside() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS postmaster \\gset\n"
                        + "\\observe :postmaster\n",
                directory);

        assertThat(run.out())
                .contains("TopMemoryContext", "Postmaster", "hba parser context", "note: seen from outside, since ");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    private static String value(Backend backend, String query) {
        StatementResult.Rows result = (StatementResult.Rows) backend.execute(query);
        return result.rows().get(0).get(0).orElseThrow();
    }
}
