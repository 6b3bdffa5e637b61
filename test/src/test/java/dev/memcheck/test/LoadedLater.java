package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;

/** What a session has of other processes that loaded the library for itself. */
final class LoadedLater {
    /** From here on sessions that did so find each other. */
    private static final int SHARES = 170_000;

    private static final String TRACK_SHMEM = "SELECT ext_memcheck.begin('', '{\"track_shmem\": true}')";

    private LoadedLater() {}

    static void looksAround(PrivateCluster plain, Backend asker) {
        if (asker.facts().serverVersionNumber() < SHARES) {
            isRefused(asker);
        } else {
            seesTheOthers(plain, asker);
        }
    }

    private static void isRefused(Backend alone) {
        assertThat(alone.facts().where()).contains("for this session alone");
        needsPreload(alone, "SELECT ext_memcheck.observe(pg_backend_pid(), 1)");
        needsPreload(alone, TRACK_SHMEM);
    }

    private static void needsPreload(Backend alone, String sql) {
        SqlError refusal = ((StatementResult.Failed) alone.execute(sql)).error();
        assertThat(refusal.sqlState()).as(sql).isEqualTo("55000");
        assertThat(refusal.hint().orElse(""))
                .as(sql)
                .contains("ALTER SYSTEM SET shared_preload_libraries = pg_ext_memcheck");
    }

    private static void seesTheOthers(PrivateCluster plain, Backend asker) {
        assertThat(asker.facts().where()).contains("session by session");
        needsPreload(asker, TRACK_SHMEM);
        SqlError refusal = ((StatementResult.Failed) asker.execute("SELECT ext_memcheck.observe(pid) FROM"
                        + " pg_stat_activity WHERE backend_type = 'checkpointer'"))
                .error();
        assertThat(refusal.message()).contains("has not loaded pg_ext_memcheck");
        try (Backend other = plain.connect()) {
            int pid = other.facts().pid();
            other.execute("LOAD 'pg_ext_memcheck'");
            assertThat(only(asker, "SELECT length(ext_memcheck.observe(" + pid + ")) > 1000"))
                    .isEqualTo("t");
            other.execute("SET pg_ext_memcheck.memcheck_mode = 'all'");
            for (int i = 0; i < 4; i++) {
                other.execute("SELECT leak_top()");
            }
            assertThat(only(asker, "SELECT symbol FROM ext_memcheck.violations WHERE backend_pid = " + pid))
                    .isEqualTo("leak_top");
        }
    }

    /** Of an observer, in a database without the extension. */
    static String refusal(PrivateCluster plain, Backend backend) {
        try (Observer observer = plain.observer()) {
            return ((Observation.Unseen) observer.observe(backend.facts().pid())).why();
        }
    }

    private static String only(Backend backend, String sql) {
        List<List<Optional<String>>> rows = ((StatementResult.Rows) backend.execute(sql)).rows();
        assertThat(rows).hasSize(1);
        return rows.get(0).get(0).orElseThrow();
    }
}
