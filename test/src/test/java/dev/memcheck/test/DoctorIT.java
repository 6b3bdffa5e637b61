package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** {@code memcheck doctor} on a good machine, and on broken ones; what it says is left in transcripts. */
class DoctorIT {
    private static final Path LAUNCHER = Path.of("../shell/packages/launcher");

    @TempDir
    private Path directory;

    private Path transcript;

    @BeforeEach
    void begin(TestInfo test) throws IOException {
        Files.createDirectories(TmuxTerminal.TRANSCRIPTS);
        transcript = TmuxTerminal.TRANSCRIPTS.resolve(
                "DoctorIT." + test.getTestMethod().orElseThrow().getName() + ".txt");
        Files.writeString(transcript, "");
    }

    @Test
    void findsNothingOnAGoodMachine() throws Exception {
        MemcheckJar.Run run = doctor();

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .contains(
                        "ok    server        PostgreSQL ",
                        "ok    window        opened and closed",
                        "ok    call stacks   ")
                .doesNotContain("FAIL");
    }

    @Test
    void namesAServerThatIsNotThere() throws Exception {
        MemcheckJar.Run run = doctor("--pg-config", "/no/such/pg_config");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("FAIL  server        /no/such/pg_config is not there")
                .doesNotContain("start ");
    }

    /** A pg_config that answers with a real server, and with an empty directory for everything that is installed into it. */
    @Test
    void saysHowToInstallTheExtension() throws Exception {
        String pgConfig = PrivateClusterOptions.fromEnvironment()
                .pgConfig()
                .map(Path::toString)
                .orElse("pg_config");
        Path script = Files.writeString(
                directory.resolve("pg_config"),
                "#!/bin/sh\ncase $1 in\n--bindir | --version) exec " + pgConfig + " \"$1\" ;;\n*) echo " + directory
                        + " ;;\nesac\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        // As somebody types it: from where memcheck is started.
        String relative = Path.of("").toAbsolutePath().relativize(script).toString();
        MemcheckJar.Run run = doctor("--pg-config", relative);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("less  headers       no postgres.h in " + directory)
                .contains("FAIL  extension     " + directory + "/pg_ext_memcheck.so is not there")
                .containsPattern("to mend it: make -C native-ext install PG_CONFIG=/.*/pg_config\n");
    }

    @Test
    void namesALibraryThatCannotBeLoaded() throws Exception {
        MemcheckJar.Run run = doctor("--preload", "no_such_library");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).containsPattern("FAIL  start +the private server did not start: .*no_such_library");
    }

    /** A server that is not there, one whose database lacks the extension, and one where a role was granted nothing. */
    @Test
    void saysWhatAServerOfTheirsLacks() throws Exception {
        try (PrivateCluster cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
                Backend helper = cluster.connect()) {
            helper.execute("CREATE ROLE visitor LOGIN PASSWORD 'x'");
            String port = ((StatementResult.Rows) helper.execute("SHOW port"))
                    .rows()
                    .get(0)
                    .get(0)
                    .orElseThrow();
            String server = "postgresql://visitor:x@127.0.0.1:" + port;

            MemcheckJar.Run away = doctor("-h", "127.0.0.1", "-p", "1");
            MemcheckJar.Run lacking = doctor("-d", server + "/template1");
            MemcheckJar.Run refused = doctor("-d", server + "/postgres");
            helper.execute("DROP EXTENSION IF EXISTS pg_ext_memcheck");
            helper.execute("CREATE EXTENSION pg_ext_memcheck VERSION '1.0'");
            MemcheckJar.Run skewed = doctor("-d", server + "/postgres");

            assertThat(away.exitCode()).isEqualTo(3);
            assertThat(away.out()).contains("FAIL  connection    cannot connect: ");
            assertThat(lacking.exitCode()).isEqualTo(1);
            assertThat(lacking.out())
                    .contains("FAIL  window        windows and findings need the extension pg_ext_memcheck")
                    .contains("to mend it: Run CREATE EXTENSION pg_ext_memcheck, without a restart");
            assertThat(skewed.exitCode()).isEqualTo(1);
            assertThat(skewed.out()).contains("FAIL  window", "ALTER EXTENSION pg_ext_memcheck UPDATE");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).contains("GRANT USAGE ON SCHEMA ext_memcheck TO \"visitor\"");
        }
    }

    /** The launcher says it: an older Java only says that it cannot read classes. */
    @Test
    void namesAJavaThatIsTooOld() throws Exception {
        for (String version : List.of("1.8.0_402", "11.0.20")) {
            Path java = Files.writeString(
                    directory.resolve("java"), "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n");
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path launcher = Files.writeString(
                    directory.resolve("memcheck"),
                    "lib=none made=none java=none calendar=\n" + Files.readString(LAUNCHER));

            ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString(), "doctor").redirectErrorStream(true);
            builder.environment().remove("JAVA_HOME");
            builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
            Process process = builder.start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            told("memcheck doctor", told);
            assertThat(told)
                    .isEqualTo("memcheck: " + java + " is Java " + (version.startsWith("11") ? "11" : "8")
                            + ": install Java 17 or later, or set JAVA_HOME\n");
            assertThat(process.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void saysWhatADumbTerminalLacks() throws Exception {
        try (TmuxTerminal terminal =
                TmuxTerminal.start(directory, Map.of("TERM", "dumb"), "doctor", "--pg-config", "/no/such")) {
            terminal.await("exit code 3");

            told("TERM=dumb memcheck doctor --pg-config /no/such", terminal.screen() + "\n");
            assertThat(terminal.screen())
                    .contains("less  terminal      TERM is dumb, so there is no full-screen tree and no color")
                    .contains("to mend it: export TERM=xterm-256color");
        }
    }

    private void told(String command, String text) throws IOException {
        Files.writeString(transcript, "$ " + command + "\n" + text + "\n", StandardOpenOption.APPEND);
    }

    private MemcheckJar.Run doctor(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "doctor";
        System.arraycopy(words, 0, all, 1, words.length);
        MemcheckJar.Run run = MemcheckJar.run("", directory, all);
        told("memcheck " + String.join(" ", all), run.out() + run.err());
        return run;
    }
}
