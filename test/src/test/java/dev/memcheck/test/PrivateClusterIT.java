package dev.memcheck.test;

import static dev.memcheck.test.ClusterTraces.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.jdbc.ServerConnection;
import dev.memcheck.backend.jdbc.ServerConnectionOptions;
import dev.memcheck.sql.StatementResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivateClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Path scratch;

    @BeforeEach
    void makeScratch() throws IOException {
        scratch = Files.createTempDirectory("clusters-");
        // The server may run under another account.
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void scratchIsEmptyAgain() throws IOException {
        Files.delete(scratch);
    }

    private PrivateClusterOptions options() {
        return PrivateClusterOptions.fromEnvironment().withoutPreload().withScratch(scratch);
    }

    @Test
    void startsConnectsAndLeavesNothing() {
        PrivateCluster cluster = PrivateCluster.start(options());
        Path directory = cluster.directory();
        try (Backend backend = cluster.connect()) {
            assertThat(cell(backend, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(cell(backend, "SHOW fsync")).isEqualTo("off");
            assertThat(cell(backend, "SELECT pg_backend_pid()"))
                    .isEqualTo(Integer.toString(backend.facts().pid()));
            assertThat(ClusterTraces.processesOf(directory))
                    .contains((long) backend.facts().pid());
        }

        cluster.close();

        assertThat(directory).doesNotExist();
        assertThat(ClusterTraces.processesOf(directory)).isEmpty();
    }

    @Test
    void twoStartedAtOnceAreApart() {
        CompletableFuture<PrivateCluster> first = CompletableFuture.supplyAsync(() -> PrivateCluster.start(options()));
        CompletableFuture<PrivateCluster> second = CompletableFuture.supplyAsync(() -> PrivateCluster.start(options()));
        try (PrivateCluster one = first.join();
                PrivateCluster other = second.join();
                Backend backendOfOne = one.connect();
                Backend backendOfOther = other.connect()) {
            assertThat(one.directory()).isNotEqualTo(other.directory());
            backendOfOne.execute("CREATE TABLE mine ()");
            assertThat(cell(backendOfOne, "SELECT to_regclass('mine') IS NULL")).isEqualTo("f");
            assertThat(cell(backendOfOther, "SELECT to_regclass('mine') IS NULL"))
                    .isEqualTo("t");
        }
    }

    @Test
    void goesWhenItsShellIsKilled() throws Exception {
        Process shell = holder();
        Path directory = directoryFrom(shell);
        assertThat(ClusterTraces.processesOf(directory)).hasSizeGreaterThan(3);

        shell.destroyForcibly().waitFor();

        assertThat(eventually(
                        PATIENCE, () -> ClusterTraces.processesOf(directory).isEmpty() && Files.notExists(directory)))
                .as("processes %s and directory are gone", ClusterTraces.processesOf(directory))
                .isTrue();
    }

    @Test
    void survivesTheSignalsOfATerminal() throws Exception {
        Process shell = holder();
        Path directory = directoryFrom(shell);
        List<Long> before = ClusterTraces.processesOf(directory);

        // What a terminal does on Ctrl-C: the whole process group gets the signal, here that of this very test.
        String group = ClusterTraces.processGroupOf(shell.pid());
        assertThat(before)
                .allSatisfy(pid -> assertThat(ClusterTraces.processGroupOf(pid)).isNotEqualTo(group));
        assertThat(before)
                .allSatisfy(pid ->
                        assertThat(ClusterTraces.sessionOf(pid)).isNotEqualTo(ClusterTraces.sessionOf(shell.pid())));

        shell.getOutputStream().close();
        shell.waitFor();
        assertThat(eventually(PATIENCE, () -> Files.notExists(directory))).isTrue();
    }

    @Test
    void isRemovedWhenItsSupervisorIsKilled() throws Exception {
        PrivateCluster cluster = PrivateCluster.start(options());
        long supervisor = Long.parseLong(
                Files.readString(cluster.directory().resolve("supervisor.pid")).strip());

        ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
        cluster.close();

        assertThat(cluster.directory()).doesNotExist();
        assertThat(eventually(
                        PATIENCE,
                        () -> ClusterTraces.processesOf(cluster.directory()).isEmpty()))
                .isTrue();
    }

    @Test
    void isRemovedWhenItsSupervisorIsTerminated() throws Exception {
        PrivateCluster cluster = PrivateCluster.start(options());
        long supervisor = Long.parseLong(
                Files.readString(cluster.directory().resolve("supervisor.pid")).strip());

        ProcessHandle.of(supervisor).orElseThrow().destroy();

        assertThat(eventually(PATIENCE, () -> Files.notExists(cluster.directory())))
                .isTrue();
        assertThatThrownBy(cluster::connect)
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("the private server has ended");
        cluster.close();
    }

    @Test
    void showsItsPasswordToNobody() throws Exception {
        PrivateCluster cluster = PrivateCluster.start(options().keeping());
        String password =
                Files.readString(cluster.directory().resolve("pgpass")).strip().replaceFirst(".*:", "");
        try (Backend backend = cluster.connect()) {
            assertThat(password).hasSize(48);
            assertThat(ClusterTraces.processesThatShow(password)).isEmpty();
            assertThat(backend.execute("SELECT 1/0")).isInstanceOf(StatementResult.Failed.class);
            assertThat(cluster.lastLogLines(1000))
                    .isNotEmpty()
                    .noneSatisfy(line -> assertThat(line).contains(password));
            assertThat(ClusterTraces.anyFileHolds(cluster.directory().resolve("data"), password))
                    .isFalse();
            // The one that was set now, or the one of prepared files.
            for (String file : List.of("password.log", "password", "pgpass")) {
                Path said = cluster.directory().resolve(file);
                if (Files.exists(said)) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(said)))
                            .isEqualTo("rw-------");
                    assertThat(Files.readString(said).contains(password))
                            .as(file)
                            .isEqualTo(!file.equals("password.log"));
                }
            }
            assertThat(cluster.partingWords().orElseThrow())
                    .contains(cluster.directory().toString())
                    .doesNotContain(password);
        }
        cluster.close();

        assertThat(cluster.directory()).as("it was to be kept").exists();
        stopKept(cluster.directory());
    }

    /** Each start prepares the files of the next; other tests may take them meanwhile. */
    @Test
    void takesFilesThatWerePreparedForIt() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean taken = false;
        while (!taken) {
            PrivateCluster cluster =
                    PrivateCluster.start(PrivateClusterOptions.fromEnvironment().withScratch(scratch));
            taken = Files.exists(cluster.directory().resolve("password"));
            try (Backend backend = cluster.connect()) {
                assertThat(cell(backend, "SELECT count(*) FROM pg_authid WHERE rolpassword ~ '^SCRAM-SHA-256'"))
                        .isEqualTo("1");
                assertThat(cluster.directory().resolve("data/memcheck.password"))
                        .doesNotExist();
                assertThat(backend.facts().extensionVersion()).isPresent();
                taken &= Files.exists(cluster.directory().resolve("extension"));
            }
            cluster.close();
            assertThat(taken || System.nanoTime() < deadline)
                    .as("prepared files with the extension within %s", PATIENCE)
                    .isTrue();
        }
    }

    @Test
    void isReachedLikeAnyServerWhenKept() throws Exception {
        PrivateCluster cluster = PrivateCluster.start(options().keeping());
        String[] entry =
                Files.readString(cluster.directory().resolve("pgpass")).strip().split(":");
        String uri = "postgresql://postgres:" + entry[4] + "@" + entry[0] + ":" + entry[1] + "/postgres";
        cluster.close();
        try (BackendSource server = ServerConnection.to(serverAt(uri));
                Backend backend = server.connect()) {
            assertThat(cell(backend, "SHOW application_name")).isEqualTo("memcheck");
            assertThat(backend.snapshot()).isPresent();
            assertThat(backend.facts().where()).contains("port " + entry[1]).doesNotContain(entry[4]);
        } finally {
            stopKept(cluster.directory());
        }
        try (BackendSource gone = ServerConnection.to(serverAt(uri))) {
            assertThatThrownBy(gone::connect)
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageContaining("cannot connect");
        }
    }

    private static ServerConnectionOptions serverAt(String uri) {
        return new ServerConnectionOptions(Optional.of(uri), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void stopKept(Path directory) throws IOException, InterruptedException {
        long server =
                Long.parseLong(Files.readString(directory.resolve("server.pid")).strip());
        ProcessHandle.of(server).orElseThrow().destroy();
        ProcessHandle.of(server).map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    @Test
    void saysHowABackendDiedAndConnectsAnother() throws Exception {
        try (PrivateCluster cluster = PrivateCluster.start(options());
                Backend backend = cluster.connect()) {
            backend.execute("CREATE TABLE before_the_crash ()");
            int pid = backend.facts().pid();
            assertThat(new ProcessBuilder("sh", "-c", "kill -s SEGV " + pid)
                            .start()
                            .waitFor())
                    .isZero();

            assertThatThrownBy(() -> backend.execute("SELECT 1"))
                    .isInstanceOf(BackendLostException.class)
                    .hasMessageContaining("PID " + pid);
            assertThat(cluster.explainLoss(pid).orElseThrow())
                    .contains("server process (PID " + pid + ") was terminated by signal 11");

            try (Backend next = cluster.connect()) {
                assertThat(next.facts().pid()).isNotEqualTo(pid);
                assertThat(cell(next, "SELECT to_regclass('before_the_crash')")).isEqualTo("before_the_crash");
            }
        }
    }

    @Test
    void runsUnderAnAccountThatIsNotRoot() {
        try (PrivateCluster cluster = PrivateCluster.start(options());
                Backend backend = cluster.connect()) {
            assertThat(ClusterTraces.processesOf(cluster.directory()))
                    .allSatisfy(pid -> assertThat(ClusterTraces.uidOf(pid)).isNotEqualTo("0"));
            assertThat(ClusterTraces.uidOf(backend.facts().pid())).isNotEqualTo("0");
        }
    }

    /** The machine's real servers, if there are any, belong to the account that Debian's packages make. */
    @Test
    void runsUnderAnAccountThatOwnsNoRealServer() throws IOException {
        Path real = Path.of("/var/lib/postgresql");
        assumeTrue(Files.exists(real));
        String owner = Files.getAttribute(real, "unix:uid").toString();
        try (PrivateCluster cluster = PrivateCluster.start(options())) {
            assertThat(ClusterTraces.processesOf(cluster.directory()))
                    .isNotEmpty()
                    .allSatisfy(pid -> assertThat(ClusterTraces.uidOf(pid)).isNotEqualTo(owner));
        }
    }

    @Test
    void takesSettingsAndRefusesItsOwn() {
        PrivateClusterOptions options =
                options().withSetting("work_mem", "64kB").withSetting("my_ext.mode", "it's");
        try (PrivateCluster cluster = PrivateCluster.start(options);
                Backend backend = cluster.connect()) {
            assertThat(cell(backend, "SHOW work_mem")).isEqualTo("64kB");
            assertThat(cell(backend, "SHOW my_ext.mode")).isEqualTo("it's");
        }
        for (Map.Entry<String, String> refused : Map.of(
                        "port", "memcheck's own", "shared_preload_libraries", "--preload", "a b", "name=value")
                .entrySet()) {
            assertThatThrownBy(() -> PrivateCluster.start(options().withSetting(refused.getKey(), "1")))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageContaining(refused.getValue());
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() -> PrivateCluster.start(options().withPreload("no_such_library")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("could not access file \"no_such_library\"");
        assertThatThrownBy(() -> PrivateCluster.start(options().withSetting("no_such_setting", "1")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("no_such_setting");
        assertThatThrownBy(() -> PrivateCluster.start(options().withPgConfig(Path.of("/nonexistent/pg_config"))))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("/nonexistent/pg_config");
    }

    @Test
    void sweepsWhatAKilledShellAndSupervisorLeft() throws Exception {
        Process shell = holder();
        Path left = directoryFrom(shell);
        long supervisor =
                Long.parseLong(Files.readString(left.resolve("supervisor.pid")).strip());
        ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
        shell.destroyForcibly().waitFor();
        assertThat(eventually(PATIENCE, () -> ClusterTraces.processesOf(left).isEmpty()))
                .isTrue();
        assertThat(left).exists();

        try (PrivateCluster next = PrivateCluster.start(options())) {
            assertThat(eventually(PATIENCE, () -> Files.notExists(left))).isTrue();
            assertThat(next.directory()).exists();
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterHolder.class.getName(),
                        scratch.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path directoryFrom(Process shell) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        return Path.of(Optional.ofNullable(out.readLine()).orElseThrow());
    }

    private static String cell(Backend backend, String sql) {
        StatementResult result = backend.execute(sql);
        assertThat(result).as(sql).isInstanceOf(StatementResult.Rows.class);
        return ((StatementResult.Rows) result).rows().get(0).get(0).orElse("NULL");
    }
}
