package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files the supervisor takes for a cluster, with programs that only seem to be a server's. */
final class PreparedFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PRELOADED = "shared_preload_libraries = 'pg_stat_statements,pg_ext_memcheck'\n";
    private static final String POSTGRES = """
            #!/bin/sh
            [ "$1" = --single ] || exec sleep 1000
            cat >/dev/null
            """;

    @TempDir
    private Path home;

    private Path template;
    private Path library;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        Path binaries = Files.createDirectory(home.resolve("bin"));
        library = Files.createDirectories(home.resolve("lib")).resolve("pg_ext_memcheck.so");
        Files.writeString(library, "a library");
        Files.createDirectories(home.resolve("share/extension"));
        Files.writeString(home.resolve("share/extension/pg_ext_memcheck.control"), "default_version = '1.0'\n");
        program(binaries.resolve("postgres"), POSTGRES);
        program(
                binaries.resolve("pg_config"),
                "#!/bin/sh\ncase $1 in --pkglibdir) echo '" + home + "/lib' ;; *) echo '" + home + "/share' ;; esac\n");
        template = Files.createDirectories(home.resolve("template"));
        Files.createDirectory(template.resolve("data"));
        Files.writeString(template.resolve("data/PG_VERSION"), "15\n");
        sh("sizes \"$1/data\" >\"$1/sizes\"", template.toString());
        Files.createDirectory(template.resolve("prepared.new"));
        sh(Script.text("prepare.sh"), template.toString(), binaries.toString());
        assertThat(template.resolve("prepared/memcheck.extension")).content().contains(library + " ", "control ");
    }

    @Test
    void anExtensionThatWasCreatedAheadIsTaken() throws IOException, InterruptedException {
        Path cluster = clusterWith(PRELOADED);

        assertThat(cluster.resolve("extension")).exists();
        assertThat(cluster.resolve("password")).exists();
        assertThat(cluster.resolve("data/memcheck.extension")).doesNotExist();
    }

    @Test
    void noneIsTakenThatIsAnotherByNow() throws IOException, InterruptedException {
        Files.writeString(library, "b library");

        assertThatItIsFresh(clusterWith(PRELOADED));
    }

    @Test
    void noneIsTakenWhoseScriptIsNew() throws IOException, InterruptedException {
        Files.writeString(home.resolve("share/extension/pg_ext_memcheck--1.0--1.1.sql"), "-- new\n");

        assertThatItIsFresh(clusterWith(PRELOADED));
    }

    @Test
    void noneIsTakenThatIsNotPreloadedOrIsFoundElsewhere() throws IOException, InterruptedException {
        assertThatItIsFresh(clusterWith("shared_preload_libraries = 'my_pg_ext_memcheck'\n"));
        prepareAgain();
        assertThatItIsFresh(clusterWith("dynamic_library_path = '/home/me'\n" + PRELOADED));
    }

    private void prepareAgain() throws IOException, InterruptedException {
        sh("rm -rf \"$1/prepared\" \"$1/prepared.new\" && mkdir \"$1/prepared.new\"", template.toString());
        sh(Script.text("prepare.sh"), template.toString(), home.resolve("bin").toString());
        assertThat(template.resolve("prepared/memcheck.extension")).exists();
    }

    private static void assertThatItIsFresh(Path cluster) {
        assertThat(cluster.resolve("data/PG_VERSION")).hasContent("15");
        assertThat(cluster.resolve("extension")).doesNotExist();
        assertThat(cluster.resolve("password")).as("that of prepared files").doesNotExist();
    }

    /** As it is when the server runs, and the supervisor has gone. */
    private Path clusterWith(String configuration) throws IOException, InterruptedException {
        Path cluster = home.resolve("memcheck-cluster");
        Path kept = home.resolve("kept");
        String text = Script.text("reclaim.sh") + Script.text("cluster-files.sh") + Script.text("supervise.sh");
        Process supervisor = new ProcessBuilder(
                        "sh",
                        "-c",
                        text,
                        "supervisor",
                        cluster.toString(),
                        home.resolve("bin").toString(),
                        template.toString(),
                        "0",
                        "1",
                        "exit",
                        "")
                .redirectErrorStream(true)
                .start();
        try {
            supervisor
                    .getOutputStream()
                    .write(("secret\n" + configuration + "# end\n").getBytes(StandardCharsets.UTF_8));
            supervisor.getOutputStream().flush();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (Files.notExists(cluster.resolve("server.pid"))) {
                assertThat(System.nanoTime()).as("a server within %s", PATIENCE).isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            sh("rm -rf \"$2\" && cp -a \"$1\" \"$2\"", cluster.toString(), kept.toString());
        } finally {
            supervisor.getOutputStream().close();
            assertThat(supervisor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        return kept;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void sh(String script, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[4 + arguments.length];
        System.arraycopy(new String[] {"sh", "-c", Script.text("cluster-files.sh") + script, "sh"}, 0, command, 0, 4);
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
