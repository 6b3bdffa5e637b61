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
        MemcheckJar.Run run = MemcheckJar.run("", directory, "pgregress", directory.toString());

        assertThat(run.err()).contains("there is no directory " + directory.resolve("sql"));
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aFileThatEndsEarlyIsToldAsSuch() throws Exception {
        file("early", "SELECT 1;\n\\quit\nSELECT 2;\n");

        MemcheckJar.Run run = pgregress("early");

        assertThat(run.out()).containsPattern("(?m)^early +\\d+ +0 +0 +ended early +\\d+$");
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
    void aTestWithoutAFileIsTold() throws Exception {
        Files.writeString(directory.resolve("ext/Makefile"), "REGRESS = clean absent $(MORE)\n");

        assertThat(pgregress().out()).contains("named in REGRESS, but not in sql: absent\n");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve("ext/sql").resolve(name + ".sql"), text);
    }

    private MemcheckJar.Run pgregress(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "pgregress";
        all[1] = directory.resolve("ext").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return MemcheckJar.run("", directory, all);
    }
}
