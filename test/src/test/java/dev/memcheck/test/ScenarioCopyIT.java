package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scenario that provokes crashes runs on a copy of the private server: what is in it, and what a crash leaves alone. */
class ScenarioCopyIT {
    @TempDir
    private Path directory;

    @Test
    void aCrashThatEndsTheServerIsOnlyALineOfTheReport() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE EXTENSION memcheck_test;
                CREATE TABLE given (n int);
                INSERT INTO given VALUES (1);
                CREATE TEMP TABLE mine AS SELECT pg_backend_pid() AS pid;
                \\scenario context_reset_storm iterations=3 workload='SELECT write_nowhere_locked() FROM given'
                \\expect crash from memcheck_test symbol write_nowhere_locked
                SELECT count(*) FROM mine WHERE pid = pg_backend_pid();
                \\expect value = 1
                \\why 1
                """, directory);

        assertThat(run.out()).contains("was terminated by signal 11", "holding locks of the server");
        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void theCopyHasTheSessionsRowsRoleAndSettingsAndKeepsItsOwnChanges() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE TABLE given (n int);
                INSERT INTO given SELECT generate_series(1, 1000);
                CREATE ROLE tester;
                GRANT ALL ON given TO tester;
                GRANT USAGE ON SCHEMA ext_memcheck TO tester;
                GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ext_memcheck TO tester;
                ALTER ROLE tester LOGIN;
                SET work_mem = '77kB';
                SET search_path = public, "$user";
                SET ROLE tester;
                \\scenario use_after_reset iterations=2 workload='INSERT INTO given SELECT (current_user || current_setting($$work_mem$$) || count(*))::int FROM given'
                \\expect error '22P02'
                SELECT count(*) FROM given;
                \\expect value = 1000
                """, directory);

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .containsPattern(
                        "the workload failed in all \\d+ calls: invalid input syntax for type integer: \"tester77kB1000\"");
    }

    @Test
    void whereNoCopyCanBeMadeItRunsOnTheServerItself() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                \\backend setting=wal_level=minimal setting=max_wal_senders=0
                \\scenario use_after_reset iterations=2 workload='SELECT 1'
                \\expect clean
                """, directory);

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("note: use_after_reset provokes crashes", "WAL level not sufficient");
    }
}
