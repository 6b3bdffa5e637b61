package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who was granted nothing of the extension. */
class NoGrantsIT {
    @TempDir
    private Path directory;

    @Test
    void aUserWithoutGrantsHasASessionAndIsToldTheGrant() throws Exception {
        try (PrivateCluster cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment())) {
            Backend helper = cluster.connect();
            run(helper, "CREATE ROLE \"no grants\" LOGIN PASSWORD 'x'");
            String database = answer(helper, "SELECT current_database()");
            String target = "postgresql://no%20grants:x@127.0.0.1:" + answer(helper, "SHOW port") + "/" + database;

            MemcheckJar.Run refused =
                    memcheck(target, "SELECT 40 + 2 AS answer;\nbegin\nSELECT 1;\nend\n\\trace 1 1s\n");

            assertThat(refused.out() + refused.err())
                    .contains("answer", "42", "GRANT USAGE ON SCHEMA ext_memcheck TO \"no grants\"")
                    .contains("GRANT EXECUTE ON FUNCTION ext_memcheck.trace_start, ext_memcheck.trace_look")
                    .doesNotContain("cannot connect");
            String said = refused.out() + refused.err();
            String grants = said.substring(said.indexOf("GRANT USAGE"), said.indexOf("; Statements run"));
            for (String grant : grants.split(";")) {
                run(helper, grant);
            }
            MemcheckJar.Run allowed = memcheck(target, "begin\nSELECT 1;\nend\n\\expect clean\n");

            assertThat(allowed.exitCode()).as(allowed.out() + allowed.err()).isZero();
            helper.close();
        }
    }

    private MemcheckJar.Run memcheck(String target, String input) throws Exception {
        return MemcheckJar.run(input, directory, "-d", target);
    }

    private static void run(Backend helper, String sql) {
        assertThat(helper.execute(sql)).isNotInstanceOf(StatementResult.Failed.class);
    }

    private static String answer(Backend helper, String sql) {
        return ((StatementResult.Rows) helper.execute(sql)).rows().get(0).get(0).orElseThrow();
    }
}
