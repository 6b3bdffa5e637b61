package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What memcheck asks between the user's statements neither fails by what these have set nor changes it. */
class OwnQueriesIT {
    /** A setting, and a value that our own queries could meet. */
    private static final List<List<String>> SETTINGS = List.of(
            List.of("search_path", ""),
            List.of("transaction_read_only", "on"),
            List.of("statement_timeout", "1s"),
            List.of("lock_timeout", "1ms"),
            List.of("idle_in_transaction_session_timeout", "20s"),
            List.of("idle_session_timeout", "20s"),
            List.of("row_security", "off"),
            List.of("client_min_messages", "error"),
            List.of("bytea_output", "escape"),
            List.of("extra_float_digits", "-15"),
            List.of("IntervalStyle", "sql_standard"),
            List.of("DateStyle", "German, DMY"),
            List.of("TimeZone", "Asia/Kathmandu"),
            List.of("array_nulls", "off"),
            List.of("quote_all_identifiers", "on"),
            List.of("standard_conforming_strings", "off"),
            List.of("enable_seqscan", "off"),
            List.of("plan_cache_mode", "force_generic_plan"),
            List.of("role", "pg_read_all_data"));

    @TempDir
    private Path directory;

    @Test
    void whatAStatementSetsNeitherStopsALookNorIsChangedByOne() throws Exception {
        StringBuilder file = new StringBuilder("CREATE EXTENSION IF NOT EXISTS buggy_ext;\n");
        for (List<String> setting : SETTINGS) {
            file.append("begin \"").append(setting.get(0)).append("\"\nBEGIN TRANSACTION;\n");
            file.append("SELECT set_config('" + setting.get(0) + "', '" + setting.get(1) + "', true) AS set;\n");
            file.append("SELECT public.leak_top();\nSELECT public.leak_top();\n");
            file.append("SELECT '" + setting.get(0) + " is still '''" + " || pg_catalog.current_setting('"
                    + setting.get(0) + "') || '''' AS kept;\nCOMMIT;\nend\n");
            file.append("\\expect wrong_ctx_alloc symbol leak_top\n");
        }

        MemcheckJar.Run run = MemcheckJar.run(file.toString(), directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).doesNotContain("not looked at: ");
        for (List<String> setting : SETTINGS) {
            assertThat(run.out()).contains(setting.get(0) + " is still '" + setting.get(1) + "'");
        }
    }

    @Test
    void aSessionHasTheZoneAndTheDateStyleOfItsDatabase() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                ALTER DATABASE postgres SET TimeZone TO 'Asia/Kathmandu';
                ALTER DATABASE postgres SET DateStyle TO 'German, DMY';
                \\connect -
                SELECT timestamptz '2026-01-31 12:00:00+00';
                SET DateStyle TO 'SQL, MDY';
                RESET DateStyle;
                SHOW DateStyle;
                ALTER DATABASE postgres RESET ALL;
                """, directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains(" 31.01.2026 17:45:00 +0545\n", " German, DMY\n")
                .doesNotContain("is lost");
    }

    @Test
    void statementsAreDescribedWithParametersThatHaveNoValue() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                SELECT $1::int + 1 AS sum, $2::text AS word \\gdesc
                INSERT INTO pg_am VALUES ($1, $2) \\gdesc
                SELECT 42 AS n;
                """, directory, "-q");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains(" sum    | integer\n", " word   | text\n", " 42\n");
    }

    @Test
    void aTransactionThatHasJustBegunCanBeSet() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE EXTENSION IF NOT EXISTS buggy_ext;
                begin kept
                BEGIN TRANSACTION;
                SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
                SHOW transaction_isolation;
                SET LOCAL work_mem = '1MB';
                SET TRANSACTION READ ONLY;
                SELECT leak_context();
                SELECT leak_context();
                COMMIT;
                end
                \\expect context_leak symbol leak_context
                """, directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains(" serializable\n");
    }

    @Test
    void aUserWhoIsNoSuperuserKeepsTheTransactionAfterSetRole() throws Exception {
        try (PrivateCluster cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment())) {
            Backend helper = cluster.connect();
            run(helper, "CREATE ROLE plain LOGIN PASSWORD 'x'");
            run(helper, "CREATE EXTENSION buggy_ext");
            run(helper, "CREATE ROLE other");
            run(helper, "GRANT other TO plain");
            run(helper, "GRANT USAGE ON SCHEMA ext_memcheck TO plain");
            run(helper, "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ext_memcheck TO plain");
            String target = "postgresql://plain:x@127.0.0.1:" + answer(helper, "SHOW port") + "/"
                    + answer(helper, "SELECT current_database()");

            MemcheckJar.Run run = MemcheckJar.run("""
                    begin kept
                    BEGIN TRANSACTION;
                    SET ROLE other;
                    SELECT leak_context();
                    SELECT leak_context();
                    SELECT current_user || ' is still here' AS who;
                    COMMIT;
                    SELECT leak_context();
                    end
                    \\expect context_leak symbol leak_context
                    RESET ROLE;
                    begin quiet
                    SET ROLE other;
                    SELECT 1;
                    end
                    \\expect clean
                    """, directory, "-d", target);

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("other is still here").doesNotContain("not looked at: ");
            helper.close();
        }
    }

    @Test
    void aPatternThatMeansNoContextIsToldWithTheVerdictWhateverMessagesTheSessionWants() throws Exception {
        Path file = Files.writeString(directory.resolve("hidden.mcs"), """
                CREATE EXTENSION IF NOT EXISTS buggy_ext;
                SET client_min_messages = error;
                begin hidden like 'no such %'
                SELECT leak_context();
                SELECT leak_context();
                end
                """);

        MemcheckJar.Run run = MemcheckJar.run(
                "", directory, "run", file.toString(), "--report", "json=" + directory.resolve("r.json"));

        assertThat(run.out())
                .contains(
                        "note: window \"hidden\": looked for leaks only in contexts like 'no such %':"
                                + " 1 finding was left out, 1 of them confirmed",
                        "note: window \"hidden\": no context was like 'no such %', so that no context was looked at for"
                                + " leaks");
        assertThat(directory.resolve("r.json"))
                .content()
                .contains("\"patternMatched\": false", "\"leftOutByPattern\": 1", "\"leftOutConfirmed\": 1");
    }

    private static void run(Backend helper, String sql) {
        assertThat(helper.execute(sql)).as(sql).isNotInstanceOf(StatementResult.Failed.class);
    }

    private static String answer(Backend helper, String sql) {
        return ((StatementResult.Rows) helper.execute(sql)).rows().get(0).get(0).orElseThrow();
    }
}
