package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionFileIT {
    private static final String EXTENSION = "CREATE EXTENSION IF NOT EXISTS buggy_ext;\n";

    @TempDir
    private Path directory;

    static Stream<Path> sessions() throws IOException {
        return MemcheckJar.sessions().stream();
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void aTranscriptReplaysAsAFile(Path session) throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", session.toString());

        assertThat(run.out()).contains(session + ": ok", "held\n1 file: 1 ok, 0 failed; ");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aLeakOnStandardInputIsMarkedAndFails() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(EXTENSION + "begin; SELECT leak_top(); end\n", directory);

        assertThat(run.out())
                .contains("? unconfirmed", "window 1 is repeated 2 times", "!! ", "leak_top (buggy_ext)", "confirmed")
                .endsWith("stdin: FAILED, 2 statements, 1 window, 1 finding\n");
        assertThat(run.out()).doesNotContain("\u001b");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** A setting changes twice, and each time the postmaster keeps one buffer more, and replaces another one. */
    @Test
    void whatThePostmasterKeepsIsToldByItsChildren() throws Exception {
        String reload = "ALTER SYSTEM SET zoo_ext.reload_kept = %1$d;\n"
                + "ALTER SYSTEM SET zoo_ext.reload_replaced = %1$d;\nSELECT pg_reload_conf();\n";
        String held = "SELECT string_agg(symbol || ' ' || bytes / 102400, ', ' ORDER BY symbol)"
                + " FROM ext_memcheck.heap() WHERE source_file LIKE '%postmaster.c' AND bytes > 0 AND inherited;\n";

        MemcheckJar.Run run = MemcheckJar.run(
                "\\backend preload=zoo_ext setting=pg_ext_memcheck.sample_bytes=8kB\n" + reload.formatted(1)
                        + "\\session first\n" + held + "\\expect cell 1 1 = 'keep_buffer 1, replace_buffer 1'\n"
                        + "\\session default\n" + reload.formatted(2)
                        + "\\session second\n" + held + "\\expect cell 1 1 = 'keep_buffer 2, replace_buffer 1'\n"
                        + "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS postmaster \\gset\n"
                        + "SELECT * FROM ext_memcheck.trace(:postmaster, 1);\n"
                        + "\\expect error 'is the postmaster, which is never asked'\n",
                directory);

        assertThat(run.out()).contains("stdin: ok", "3 expectations held");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aCleanControlPasses() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                EXTENSION + "begin; SELECT cache_once(); SELECT context_deleted(); SELECT palloc_freed(); end\n",
                directory);

        assertThat(run.out()).contains("stdin: ok");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFileThatDoesNotParseRunsNothing() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("SELECT 1;\n\\expct clean\n", directory);

        assertThat(run.err()).isEqualTo("""
                        stdin:2:1: unknown command \\expct
                            \\expct clean
                            ^
                            did you mean \\expect?
                        """);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void oneFileThatDoesNotParseStopsTheOthers() throws Exception {
        Files.writeString(directory.resolve("a.mcs"), "SELECT 1;");
        Files.writeString(directory.resolve("b.mcs"), "SELECT 'open;");
        Files.writeString(directory.resolve("c.mcs"), "\\nonsense");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", directory.toString());

        assertThat(run.err()).contains("b.mcs:1:8: ", "c.mcs:1:1: ");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aFailedExpectationShowsWhatWasExpectedAndWhatWasFound() throws Exception {
        Path file = Files.writeString(
                directory.resolve("rows.mcs"), "SELECT 1;\n\\expect rows = 2\nSELECT 2;\n\\expect rows = 1\n");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", file.toString());

        assertThat(run.out())
                .contains(
                        file + ":2:1: does not hold: rows = 2\n",
                        "  ! rows  = 2       1 row\n",
                        file + ":2:1: expected rows = 2, found 1 row\n")
                .contains(file + ": FAILED, 2 statements, 0 windows, 0 findings, 1 expectation held\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void anErrorThatNobodyExpectsFailsAndTheRestStillRuns() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("SELECT 1/0;\nSELECT 4711;\n", directory);

        assertThat(run.out()).contains("4711", "stdin:1:1: ERROR 22012: division by zero");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aLostBackendIsToldOfReplacedAndAnExitCodeOfItsOwn() throws Exception {
        MemcheckJar.Run run =
                MemcheckJar.run("SELECT pg_terminate_backend(pg_backend_pid());\nSELECT 4711;\n", directory);

        assertThat(run.out())
                .contains("is lost", "terminating connection due to administrator command", "a new backend", "4711");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void aCrashIsAFindingThatMayBeExpected() throws Exception {
        // The backend is the parent of the program's shell.
        String crash = "begin;\nCOPY (SELECT 1) TO PROGRAM 'kill -SEGV $PPID';\n";

        MemcheckJar.Run unexpected = MemcheckJar.run(crash + "SELECT 4711;\n", directory);
        // Each time the server begins again, and opens the memory that its processes share.
        MemcheckJar.Run expected =
                MemcheckJar.run((crash + "\\expect crash\n").repeat(4) + "SELECT 4711;\n", directory);

        assertThat(unexpected.out()).contains("terminated by signal 11", "window 1 is gone with it", "4711");
        assertThat(unexpected.exitCode()).isEqualTo(3);
        assertThat(expected.out()).contains("terminated by signal 11", "4711").endsWith("4 expectations held\n");
        assertThat(expected.exitCode()).isZero();
    }

    @Test
    void aCrashInAWindowIsToldWithItsFunctionAndHowToHaveItAgain() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE EXTENSION memcheck_test;
                begin;
                SELECT write_nowhere(1, 2);
                SELECT write_nowhere(1, 1);
                \\expect crash from memcheck_test symbol write_nowhere
                begin {"poison": true};
                SELECT follow_freed_pointer();
                \\expect crash from memcheck_test symbol follow_freed_pointer
                begin;
                SELECT write_nowhere_locked();
                \\expect crash from memcheck_test symbol write_nowhere_locked
                begin;
                SELECT overflow_stack();
                \\expect crash from memcheck_test symbol recurse
                begin;
                SELECT lose_stack();
                \\expect crash from memcheck_test symbol lose_stack
                begin;
                SELECT fail_into_gone_frame();
                \\expect crash from memcheck_test symbol look_up
                begin;
                SELECT raise_fatal();
                \\expect crash from memcheck_test symbol raise_fatal
                begin;
                SELECT raise_fatal_without_text();
                \\expect crash from memcheck_test symbol raise_fatal_without_text
                begin;
                SELECT exit_process(3);
                \\expect crash from memcheck_test symbol exit_process
                CREATE SEQUENCE once;
                begin {"poison": true};
                SELECT CASE WHEN nextval('once') > 1 THEN write_nowhere(1, 1)::text END;
                end
                \\expect crash from memcheck_test symbol write_nowhere
                """, directory);

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .contains(
                        "ERROR crash, write_nowhere (memcheck_test) at scenario_bugs.c:",
                        ": signal 11 (SIGSEGV) at address 0x10",
                        "\\scenario growth_benchmark iterations=1 workload='SELECT write_nowhere(1, 1)'",
                        "\\scenario context_reset_storm iterations=1 workload='SELECT follow_freed_pointer()'",
                        "the memory was given back by give_back (memcheck_test)",
                        ", and its call stack could not be read",
                        ": an error went to a PG_TRY block that had been left by a return",
                        "it ended the session: ended by the test",
                        "it called exit(3)");
    }

    @Test
    void aServerThatIsNotThereIsNoBackend() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("SELECT 1;\n", directory, "-h", "127.0.0.1", "-p", "1", "-U", "nobody");

        assertThat(run.out()).contains("stdin: no backend: cannot connect").doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void copyToStandardOutputPrintsTheLinesAsTheyCome() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run(
                "COPY (SELECT n, '\u00e9' FROM generate_series(1, 2) n) TO STDOUT;\n"
                        + "\\expect rows = 2\nCOPY (SELECT E'\\x1b[31m') TO STDOUT\n",
                directory);

        assertThat(run.out()).startsWith("1\t\u00e9\n2\t\u00e9\n\\x1B[31m\nstdin: ok");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFileShapesItsBackend() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("\\backend setting=work_mem=64kB\nSHOW work_mem;\n", directory);

        assertThat(run.out()).contains(" 64kB");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void filesDoNotSeeEachOthersDatabases() throws Exception {
        Files.writeString(directory.resolve("a.mcs"), "CREATE TABLE t ();");
        Files.writeString(directory.resolve("b.mcs"), "CREATE TABLE t ();");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", directory.toString());

        assertThat(run.exitCode()).isZero();
    }

    @Test
    void playingWithoutATerminalShowsWhatIsTypedAndExitsWithTheVerdict() throws Exception {
        Path file =
                Files.writeString(directory.resolve("demo.mcs"), EXTENSION + "begin;\nSELECT leak_context();\nend\n");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "--play", file.toString());

        assertThat(run.out())
                .contains("memcheck> begin\n", "memcheck*> SELECT leak_context();\n", "memcheck*> end\n", "!! LEAK");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void wrongUsageIsOneSentence() throws Exception {
        for (List<String> arguments : List.of(
                List.of("--nonsense"),
                List.of("--fail-on", "SOON"),
                List.of("--setting", "work_mem"),
                List.of("-h", "localhost", "--keep"),
                List.of("run", "/no/such/file.mcs"))) {
            MemcheckJar.Run run = MemcheckJar.run("", directory, arguments.toArray(String[]::new));

            assertThat(run.err())
                    .as(arguments.toString())
                    .startsWith("memcheck: ")
                    .doesNotContain("\tat ");
            assertThat(run.exitCode()).as(arguments.toString()).isEqualTo(2);
        }
    }
}
