package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a session begins, by the options that psql has, too. */
class StartIT {
    private static PrivateCluster server;
    private static String port;

    @TempDir
    private Path home;

    @BeforeAll
    static void startServer() {
        server = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
        try (Backend backend = server.connect()) {
            backend.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'secret'");
            port = ((StatementResult.Rows) backend.execute("SHOW port"))
                    .rows()
                    .get(0)
                    .get(0)
                    .orElseThrow();
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void textsAndFilesRunInOneSessionInTheirOrder() throws Exception {
        Path file = Files.writeString(home.resolve("second.mcs"), "SELECT :n AS given;\n\\set n 7\n");

        MemcheckJar.Run run = memcheck(
                "SELECT 'from standard input';",
                "-v",
                "n=6",
                "-c",
                "CREATE TEMP TABLE first(n int)",
                "-f",
                file.toString(),
                "-c",
                "INSERT INTO first VALUES (:n)",
                "--command=begin; SELECT n + 100 AS n FROM first; end",
                "-f",
                "-");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?s)CREATE TABLE\n given .*\n +6\n.*INSERT 0 1\n.*\n +107\n.*window: clean.*"
                        + " from standard input\n.*\ncommand line: ok, 5 statements, 1 window, 0 findings\n$");
    }

    @Test
    void whatFailsIsToldWithItsPlaceAndByTheExitCode() throws Exception {
        MemcheckJar.Run failed = memcheck("", "-q", "-c", "SELECT 1/0", "-c", "CREATE TABLE kept(); SELECT 2 AS two");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out())
                .contains("-c 1:1:1:\nERROR:  division by zero\n", " two \n", "command line: FAILED")
                .doesNotContain("CREATE TABLE");

        MemcheckJar.Run stopped = memcheck("", "-v", "on_error=stop", "-c", "SELECT 1/0", "-c", "SELECT 'not reached'");
        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.out()).doesNotContain("reached");

        MemcheckJar.Run quiet = memcheck("", "--quiet", "-c", "SET work_mem = '1MB'; SELECT 1 AS one");
        assertThat(quiet.exitCode()).isZero();
        assertThat(quiet.out()).isEqualTo(" one \n-----\n   1\n(1 row)\n\n");
    }

    @Test
    void whatWasDoneIsSaidAfterTheRowsOfReturningAsByPsql() throws Exception {
        String change = "INSERT INTO changed VALUES (1), (2) RETURNING 'new' AS how";

        MemcheckJar.Run run = memcheck("", "-c", "CREATE TEMP TABLE changed(n int)", "-c", change);

        assertThat(run.out()).contains(" new\n(2 rows)\n\nINSERT 0 2\n");
        assertThat(memcheck("", "-c", "CREATE TEMP TABLE changed(n int)", "-c", change + " \\g /dev/null")
                        .out())
                .doesNotContain("INSERT");
        assertThat(memcheck("", "-q", "-c", "CREATE TEMP TABLE changed(n int)", "-c", change)
                        .out())
                .contains("(2 rows)")
                .doesNotContain("INSERT");
    }

    @Test
    void whatTheServerTellsBesidesResultsIsShownAsByPsql() throws Exception {
        MemcheckJar.Run run = memcheck(
                "",
                "-q",
                "-c",
                "LISTEN news; NOTIFY news; SELECT pg_notify('news', 'and more')",
                "-c",
                "CREATE TEMP TABLE once(n int CONSTRAINT only_once UNIQUE); INSERT INTO once VALUES (1), (1)",
                "-c",
                "\\errverbose");

        assertThat(run.out())
                .containsPattern("Asynchronous notification \"news\" received from server process with PID \\d+\\.\n")
                .containsPattern("\"news\" with payload \"and more\" received from server process with PID \\d+\\.\n")
                .contains("ERROR:  23505: duplicate key value", "TABLE NAME:  once\nCONSTRAINT NAME:  only_once\n")
                .containsPattern("LOCATION:  \\w+, \\w+\\.c:\\d+\n");
    }

    @Test
    void quitEndsTheTextThatItStandsInAndNoOther() throws Exception {
        Path file = Files.writeString(home.resolve("quits.mcs"), "\\echo one\n\\q\n\\echo two\n");
        Path outer = Files.writeString(home.resolve("outer.mcs"), "\\ir quits.mcs\n\\i " + file + "\n\\echo three\n");

        MemcheckJar.Run run =
                memcheck("", "-q", "-f", file.toString(), "-f", outer.toString(), "-c", "\\q", "-f", file.toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).isEqualTo("one\none\none\nthree\none\n");
    }

    @Test
    void aSessionPrintsTextAndRunsCommandsOfTheSystem() throws Exception {
        MemcheckJar.Run run = memcheck(
                "",
                "-q",
                "-v",
                "n=6",
                "-c",
                "\\echo a  'b  c' :n\n\\qecho -n no\n\\echo line\n\\! echo from the system; exit 3",
                "-c",
                "\\! no-such-command-anywhere");

        assertThat(run.out())
                .startsWith("a b  c 6\nnoline\nfrom the system\nerror: \\!: failed\n")
                .contains("-c 2:1:1: \\!: failed\n");
        assertThat(run.err()).contains("no-such-command-anywhere: not found");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void theTerminalIsLentToACommandOfTheSystem() throws Exception {
        try (TmuxTerminal terminal = TmuxTerminal.start(home, Map.of(), "-X")) {
            terminal.awaitPrompt("memcheck>");
            terminal.type("\\! echo ready; read answer; echo got $answer");
            terminal.await("\nready");
            terminal.type("what was typed");
            terminal.await("\ngot what was typed");
            terminal.await("the next prompt", screen -> screen.stripTrailing().endsWith("memcheck>"));
            terminal.typeAndAwaitPrompt("SELECT 'and the session goes on' AS is;");
            assertThat(terminal.screen()).contains(" and the session goes on\n");
        }
    }

    @Test
    void thePasswordIsAskedForAndNotShownAndTheStartUpFileIsRun() throws Exception {
        Path rc = Files.createDirectories(home.resolve(".config/memcheck")).resolve("rc");
        Files.writeString(rc, "\\timing on\n\\set who me\n");

        try (TmuxTerminal terminal =
                TmuxTerminal.start(home, Map.of(), command("-W", "-v", "n=5").toArray(String[]::new))) {
            terminal.await("Password for user boss:");
            terminal.type("secret");
            terminal.awaitPrompt("memcheck>");
            terminal.typeAndAwaitPrompt("SELECT :'who' AS who, :n AS n;");

            assertThat(terminal.screen())
                    .contains("Timing is on.\nmemcheck> SELECT", " me  | 5\n", "\nTime: ")
                    .doesNotContain("secret");
        }
        assertThat(home.resolve(".memcheck_history")).content().doesNotContain("secret");
    }

    private MemcheckJar.Run memcheck(String input, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("postgresql://boss:secret@127.0.0.1:" + port + "/postgres"));
        all.addAll(List.of(arguments));
        return MemcheckJar.run(input, home, all.toArray(String[]::new));
    }

    private static List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", port, "-U", "boss", "-d", "postgres"));
        all.addAll(List.of(arguments));
        return all;
    }
}
