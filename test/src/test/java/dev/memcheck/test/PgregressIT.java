package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code memcheck pgregress} on regression files of our own: one with a planted leak, a clean one, and wrong ones. */
class PgregressIT {
    private static final String MAKEFILE = """
            REGRESS = clean \\
                      leaks
            REGRESS_OPTS = --load-extension=buggy_ext
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void suite() throws IOException {
        Files.createDirectories(directory.resolve("ext/sql"));
        Files.createDirectories(directory.resolve("ext/expected"));
        Files.writeString(directory.resolve("ext/Makefile"), MAKEFILE);
        file("clean", "SELECT cache_once();\nSELECT palloc_freed();\nSELECT context_deleted();\n");
        file("leaks", "SELECT leak_context();\nSELECT leak_context();\nSELECT leak_context();\n");
        Files.writeString(directory.resolve("ext/expected/leaks.out"), "something else\n");
    }

    @Test
    void aLeakIsFoundAndItsFunctionNamed() throws Exception {
        MemcheckJar.Run run = pgregress();

        assertThat(run.out())
                .containsPattern("(?m)^clean +\\d+ +0 +0 +not compared +\\d+$")
                .containsPattern("(?m)^leaks +\\d+ +[1-9] +0 +differs +\\d+$")
                .contains("context_leak", "leak_context (buggy_ext)");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aCleanFileIsGood() throws Exception {
        MemcheckJar.Run run = pgregress("clean");

        assertThat(run.out())
                .contains("1 file, ")
                .contains(" 0 WARNING, 0 ERROR")
                .doesNotContain("leak");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aConfirmedLeakBelowTheBarIsGood() throws Exception {
        MemcheckJar.Run run = pgregress("leaks", "--fail-on", "ERROR");

        assertThat(run.out()).doesNotContain("leak_context (buggy_ext)");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void anUnknownTestIsRefusedWithTheOneThatWasMeant() throws Exception {
        MemcheckJar.Run run = pgregress("claen");

        assertThat(run.err())
                .contains("there is no claen.sql in " + directory.resolve("ext/sql"), "did you mean clean?");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aDirectoryWithoutRegressionFilesIsRefused() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        MemcheckJar.Run run = MemcheckJar.run("", directory, "pgregress", empty.toString());

        assertThat(run.err()).contains("there is no directory " + empty.resolve("sql"));
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aFileThatEndsEarlyIsToldAsSuch() throws Exception {
        file("early", "SELECT 1;\n\\quit\nSELECT 2;\n");

        MemcheckJar.Run run = pgregress("early");

        assertThat(run.out())
                .containsPattern("(?m)^early +\\d+ +0 +0 +ended early +\\d+$")
                .contains("early: psql ended before the file did, so that its window was not judged\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileConnectsAsARoleWithoutAPassword() throws Exception {
        file(
                "role",
                "CREATE ROLE somebody LOGIN;\n\\c - somebody\nSELECT current_user;\n\\! test -S $PGHOST/.s.PGSQL.$PGPORT && echo there\n");
        expected(
                "role",
                "CREATE ROLE somebody LOGIN;\n\\c - somebody\nSELECT current_user;\n current_user \n--------------\n"
                        + " somebody\n(1 row)\n\n\\! test -S $PGHOST/.s.PGSQL.$PGPORT && echo there\nthere\n");

        MemcheckJar.Run run = pgregress("role", "clean");

        assertThat(run.out()).containsPattern("(?m)^role +\\d+ +0 +0 +as expected +\\d+$");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFileThatTurnsEchoesOffIsWhole() throws Exception {
        file("silent", "\\set ECHO none\nSELECT palloc_freed();\n");
        expected("silent", "\\set ECHO none\n palloc_freed \n--------------\n            0\n(1 row)\n\n");

        MemcheckJar.Run run = pgregress("silent", "clean");

        assertThat(run.out()).containsPattern("(?m)^silent +\\d+ +0 +0 +as expected +\\d+$");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFileThatEndsEarlyAsExpectedIsGood() throws Exception {
        file("early", "SELECT palloc_freed();\n\\quit\nSELECT 2;\n");
        expected("early", "SELECT palloc_freed();\n palloc_freed \n--------------\n            0\n(1 row)\n\n\\quit\n");

        MemcheckJar.Run run = pgregress("early", "clean");

        assertThat(run.out()).containsPattern("(?m)^early +\\d+ +0 +0 +as expected +\\d+$");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void anExtensionThatIsNotInstalledIsToldAtOnce() throws Exception {
        Files.writeString(directory.resolve("ext/Makefile"), "EXTENSION = no_such_ext\nREGRESS = clean\n");

        MemcheckJar.Run run = pgregress();

        assertThat(run.err())
                .contains("no_such_ext is not installed in this PostgreSQL, and cannot be built: the Makefile of ")
                .contains(" has no target install");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aFileInWhichEveryStatementFailsIsNoCleanResult() throws Exception {
        Files.writeString(directory.resolve("ext/Makefile"), "EXTENSION = pg_ext_memcheck\nREGRESS = fails\n");
        file("fails", "BEGIN;\nCREATE EXTENSION no_such_ext;\nSELECT no_such_fn();\nROLLBACK;\n");
        Path report = directory.resolve("report.json");
        Path junit = directory.resolve("report.xml");

        MemcheckJar.Run run = pgregress("--report", "json=" + report, "--report", "junit=" + junit);

        assertThat(run.out())
                .contains("fails: all 2 statements failed, so that nothing was looked at; the first error is:"
                        + " extension \"no_such_ext\" is not available");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(Files.readString(report))
                .contains("\"not_looked_at\"", "all 2 statements failed", "\"verdict\": \"failed\"");
        assertThat(Files.readString(junit)).contains("failures=\"1\"", "all 2 statements failed");
    }

    @Test
    void expectedOutputThatSaysTheSameDoesNotMakeItClean() throws Exception {
        file("fails", "SELECT no_such_fn();\n");
        expected(
                "fails",
                "SELECT no_such_fn();\nERROR:  function no_such_fn() does not exist\nLINE 1: SELECT no_such_fn();\n"
                        + "               ^\nHINT:  No function matches the given name and argument types. You might need to"
                        + " add explicit type casts.\n");

        MemcheckJar.Run run = pgregress("fails");

        assertThat(run.out()).contains("as expected", "fails: its only statement failed");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileThatNeverLoadsTheExtensionIsNoCleanResult() throws Exception {
        file("without", "SELECT 1;\n");

        MemcheckJar.Run run = pgregress("without", "clean");

        assertThat(run.out())
                .contains("without: buggy_ext was never loaded into its backend, so that nothing was looked at\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileWithoutTheExtensionThatPrintsWhatItShouldIsGoodBesideOneThatHasIt() throws Exception {
        file("without", "SELECT 1 AS one;\n");
        expected("without", "SELECT 1 AS one;\n one \n-----\n   1\n(1 row)\n\n");

        MemcheckJar.Run together = pgregress("without", "clean");
        MemcheckJar.Run alone = pgregress("without");

        assertThat(together.out()).contains("note: buggy_ext was not loaded in: without\n");
        assertThat(together.exitCode()).isZero();
        assertThat(alone.out()).contains("buggy_ext was not loaded in any test, so nothing was looked at");
        assertThat(alone.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileThatChangesItsSessionOrHasMetaCommandsAloneIsNotBlamed() throws Exception {
        file("again", "SELECT palloc_freed();\n\\c -\nSELECT 1;\n");
        file("meta", "\\echo nothing here\n");

        MemcheckJar.Run run = pgregress("again", "meta", "clean");

        assertThat(run.out()).doesNotContain("looked at");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aBackendThatIsLostFailsItsFileAndTheOthersRun() throws Exception {
        file("crash", "COPY (SELECT 1) TO PROGRAM 'kill -ABRT $PPID';\nSELECT 1;\n");
        file("fatal", "SELECT pg_terminate_backend(pg_backend_pid());\nSELECT 2;\n");

        MemcheckJar.Run run = pgregress("fatal", "crash", "leaks", "clean");

        assertThat(run.out())
                .containsPattern("(?m)^fatal +0 +0 +0 +backend lost +\\d+$")
                .containsPattern("(?m)^crash +0 +0 +0 +backend lost +\\d+$")
                .containsPattern("(?m)^leaks +\\d+ +[1-9] +0 +differs +\\d+$")
                .containsPattern("(?m)^clean +\\d+ +0 +0 +not compared +\\d+$")
                .contains("fatal: FATAL:  terminating connection due to administrator command")
                .containsPattern("(?m)^crash: .*was terminated by signal 6");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void filesInAnotherDirectoryAreRunFromTheMakefilesOwn() throws Exception {
        Path ext = directory.resolve("ext");
        Files.createDirectories(ext.resolve("test"));
        Files.move(ext.resolve("sql"), ext.resolve("test/sql"));
        Files.move(ext.resolve("expected"), ext.resolve("test/expected"));
        Files.writeString(
                ext.resolve("Makefile"),
                "EXTENSION = buggy_ext\nREGRESS = leaks included\n"
                        + "REGRESS_OPTS = --inputdir=test --load-extension=$(EXTENSION)\n");
        Files.writeString(ext.resolve("test/sql/included.sql"), "\\i test/sql/clean.sql\n");

        MemcheckJar.Run run = pgregress();

        assertThat(run.out())
                .containsPattern("(?m)^leaks +\\d+ +[1-9] +0 +differs +\\d+$")
                .containsPattern("(?m)^included +\\d+ +0 +0 +not compared +\\d+$");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void theTestsOfOneLineOfAScheduleMayWaitForEachOther() throws Exception {
        Files.writeString(
                directory.resolve("ext/Makefile"),
                "EXTENSION = buggy_ext\nREGRESS_OPTS = --load-extension=buggy_ext --schedule=schedule\n");
        Files.writeString(directory.resolve("ext/schedule"), "test: clean\ntest: one other\n");
        file("clean", "CREATE TABLE met (who text);\nSELECT palloc_freed();\n");
        file("one", meets("one", "other") + "SELECT leak_context();\nSELECT leak_context();\nSELECT leak_context();\n");
        file("other", meets("other", "one") + "SELECT palloc_freed();\n");

        MemcheckJar.Run run = pgregress("--timeout", "60");

        assertThat(run.out())
                .containsPattern("(?m)^one +\\d+ +[1-9] +0 +not compared +\\d+$")
                .containsPattern("(?m)^other +\\d+ +0 +0 +not compared +\\d+$");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private static String meets(String who, String whom) {
        return "INSERT INTO met VALUES ('" + who + "');\nDO $$ BEGIN WHILE NOT EXISTS (SELECT FROM met WHERE who = '"
                + whom + "') LOOP PERFORM pg_sleep(0.01); END LOOP; END $$;\n";
    }

    @Test
    void aFileThatDoesNotEndIsEndedAndFails() throws Exception {
        file("waits", "SELECT pg_sleep(1000);\n");

        MemcheckJar.Run run = pgregress("waits", "clean", "--timeout", "1");

        assertThat(run.out())
                .containsPattern("(?m)^waits +0 +0 +0 +too long +\\d+$")
                .contains("waits: it had not ended after 1 s and was ended")
                .containsPattern("(?m)^clean +\\d+ +0 +0 +not compared +\\d+$");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void outputThatDiffersIsToldAndFailsWhereThatIsWanted() throws Exception {
        file("other", "SELECT palloc_freed();\n");
        expected("other", "SELECT palloc_freed();\n palloc_freed\n--------------\n 1\n");

        MemcheckJar.Run told = pgregress("other");
        MemcheckJar.Run failed = pgregress("other", "--expected", "--repeat", "2");

        String where = "from line 4 of other.out: expected \"1\", printed \"0\"";
        assertThat(told.out()).contains("note: not as expected: other; ", where);
        assertThat(told.exitCode()).isZero();
        assertThat(failed.out())
                .contains("other: its output differs " + where, "other (2): its output differs " + where, "2 files, ");
        assertThat(failed.exitCode()).isEqualTo(1);
    }

    @Test
    void aLibraryThatMustBePreloadedIs() throws Exception {
        Files.writeString(
                directory.resolve("ext/Makefile"),
                "EXTENSION = pg_stat_statements\nMODULE_big = pg_stat_statements\nREGRESS = use\n");
        file("use", "CREATE EXTENSION pg_stat_statements;\nSELECT count(*) > 0 AS seen FROM pg_stat_statements;\n");
        expected(
                "use",
                "CREATE EXTENSION pg_stat_statements;\nSELECT count(*) > 0 AS seen FROM pg_stat_statements;\n"
                        + " seen \n------\n t\n(1 row)\n\n");

        MemcheckJar.Run run = pgregress("--expected");

        assertThat(run.out())
                .contains("begun again with --preload pg_stat_statements\n", "1 file, ")
                .containsPattern("(?m)^use +\\d+ +0 +0 +as expected +\\d+$");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aServerThatConnectsToItselfNeedsNoPasswordOfTheFiles() throws Exception {
        file(
                "itself",
                "CREATE EXTENSION dblink;\nSELECT a, palloc_freed() FROM"
                        + " dblink('host=127.0.0.1 dbname=contrib_regression', 'SELECT 7') AS there(a int);\n");
        expected(
                "itself",
                "CREATE EXTENSION dblink;\nSELECT a, palloc_freed() FROM"
                        + " dblink('host=127.0.0.1 dbname=contrib_regression', 'SELECT 7') AS there(a int);\n"
                        + " a | palloc_freed \n---+--------------\n 7 |            0\n(1 row)\n\n");

        MemcheckJar.Run run = pgregress("itself", "--expected");

        assertThat(run.out()).containsPattern("(?m)^itself +\\d+ +0 +0 +as expected +\\d+$");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatInstallcheckNeedsIsMadeAndResultsHaveAFolder() throws Exception {
        Files.writeString(
                directory.resolve("ext/Makefile"),
                "EXTENSION = buggy_ext\nREGRESS = made\nREGRESS_OPTS = --load-extension=buggy_ext\ninstallcheck: prepared\n"
                        + ".PHONY: prepared\nprepared: sql/made.sql\n\tfalse\n"
                        + "sql/made.sql:\n\techo \"SELECT palloc_freed() \\\\g results/made.txt\" >$@\n");
        expected("made", "SELECT palloc_freed() \\g results/made.txt\n");

        MemcheckJar.Run run = pgregress("--expected");

        assertThat(run.out())
                .contains("note: made first, as make installcheck does: sql/made.sql\n")
                .containsPattern("(?m)^made +\\d+ +0 +0 +as expected +\\d+$");
        assertThat(run.exitCode()).isZero();
        assertThat(directory.resolve("ext/results")).doesNotExist();
    }

    @Test
    void aTestWithoutAFileIsTold() throws Exception {
        Files.writeString(directory.resolve("ext/Makefile"), "REGRESS = clean absent $(MORE)\n");

        assertThat(pgregress().out()).contains("named in REGRESS, but not in sql: absent\n");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve("ext/sql").resolve(name + ".sql"), text);
    }

    private void expected(String name, String text) throws IOException {
        Files.writeString(directory.resolve("ext/expected").resolve(name + ".out"), text);
    }

    private MemcheckJar.Run pgregress(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "pgregress";
        all[1] = directory.resolve("ext").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return MemcheckJar.run("", directory, all);
    }
}
