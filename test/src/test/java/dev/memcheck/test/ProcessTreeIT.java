package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.outside.LiveProcess;
import dev.memcheck.outside.OutsideException;
import dev.memcheck.outside.OutsideTree;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that answer nobody, on a server without the extension. */
class ProcessTreeIT {
    private static final String MAKE = "SELECT bug_slab(), bug_generation()";
    private static final String LOOP =
            "DO $$ DECLARE text text; BEGIN LOOP text := repeat('x', (random() * 20000)::int); END LOOP; END $$";
    private static final Path SCOPE = Path.of("/proc/sys/kernel/yama/ptrace_scope");
    private static final Path GCORE = Path.of("/usr/bin/gcore");

    /** Which the query that reads the view works in, below it; the root has the portal. */
    private static final Set<String> CHANGED_BY_THE_VIEW =
            Set.of("TopMemoryContext", "TopPortalContext", "TopTransactionContext");

    private static PrivateCluster cluster;

    @TempDir
    private Path directory;

    private Backend backend;
    private int pid;

    @BeforeAll
    static void startCluster() {
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment().withoutPreload());
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        backend = cluster.connect();
        pid = backend.facts().pid();
        backend.execute("CREATE EXTENSION IF NOT EXISTS zoo_ext");
        assertThat(backend.execute(MAKE)).isInstanceOf(StatementResult.Rows.class);
        // A dynahash table of the session's own.
        backend.execute("PREPARE one AS SELECT 1");
    }

    @AfterEach
    void disconnect() throws Exception {
        signal("CONT");
        backend.close();
    }

    @Test
    void aStoppedBackendIsAsItsOwnViewSawIt() throws Exception {
        backend.snapshot();
        Snapshot own = backend.snapshot().orElseThrow();
        stop();

        OutsideTree tree = look();

        assertThat(tree.notes()).isEmpty();
        assertThat(tree.process()).isEqualTo("process " + pid + ", stopped");
        assertThat(tree.version()).isEqualTo(backend.facts().serverVersion().split(" ")[0]);
        assertThat(figures(tree.snapshot())).containsExactlyInAnyOrderElementsOf(figures(own));
        assertThat(figures(own))
                .anyMatch(line -> line.contains("zoo slab"))
                .anyMatch(line -> line.contains("zoo generation"))
                .anyMatch(line -> line.contains("Prepared Queries"))
                .hasSizeGreaterThan(60);
    }

    @Test
    void anEndlessLoopIsSeen() throws Exception {
        CompletableFuture<StatementResult> running = CompletableFuture.supplyAsync(() -> backend.execute(LOOP));
        look();
        String out = "";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!out.contains("SPI Proc") && System.nanoTime() < deadline) {
            out = MemcheckJar.run("", directory, "tree", String.valueOf(pid), "--depth", "20")
                    .out();
        }

        assertThat(out).contains("TopMemoryContext", "SPI Proc", "DO");
        assertThat(running).isNotDone();
        backend.cancel();
        assertThat(running.get(2, TimeUnit.MINUTES)).isInstanceOf(StatementResult.Failed.class);
    }

    @Test
    void aCoreIsTheTreeOfItsProcess() throws Exception {
        assumeTrue(Files.isExecutable(GCORE), "gdb is not here");
        look();
        stop();
        Process gcore = new ProcessBuilder(
                        GCORE.toString(), "-o", directory.resolve("core").toString(), "" + pid)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("gcore.log").toFile())
                .start();
        assertThat(gcore.waitFor(120, TimeUnit.SECONDS)).isTrue();
        Path core = directory.resolve("core." + pid);

        JsonNode dead = json(core.toString());
        JsonNode alive = json(String.valueOf(pid));

        assertThat(dead.get("contexts")).isEqualTo(alive.get("contexts"));
        assertThat(dead.get("contexts").size()).isGreaterThan(60);
        assertThat(dead.get("notes")).isEmpty();
        assertThat(dead.get("title").asText()).contains("idle");
        assertThat(MemcheckJar.run("", directory, "tree", core.toString(), "--binary", "/bin/sh"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(3))
                .satisfies(run -> assertThat(run.err()).contains("/bin/sh is no PostgreSQL server"));
    }

    @Test
    void twoLooksAreCompared() throws Exception {
        look();
        Path before = directory.resolve("before.mcrun");
        Path after = directory.resolve("after.mcrun");
        MemcheckJar.run("", directory, "tree", String.valueOf(pid), "--save", before.toString());
        backend.execute("SELECT bug_slab()");
        MemcheckJar.run("", directory, "tree", String.valueOf(pid), "--save", after.toString());

        MemcheckJar.Run diff = MemcheckJar.run("", directory, "diff", before.toString(), after.toString());

        assertThat(diff.out())
                .containsPattern("\\+ .*zoo slab +Slab .*appeared")
                .containsPattern(": [-+][0-9]+ (bytes|kB) in use, [-+][0-9]+ (bytes|kB) in blocks\n");
        assertThat(diff.exitCode()).isZero();
        assertThat(MemcheckJar.run("", directory, "view", after.toString()).out())
                .contains("process " + pid, "TopMemoryContext");

        long postmaster = ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
        MemcheckJar.run("", directory, "tree", String.valueOf(postmaster), "--save", before.toString());
        assertThat(MemcheckJar.run("", directory, "diff", before.toString(), after.toString())
                        .out())
                .startsWith(
                        "of two processes, " + postmaster + " and " + pid + ": contexts are compared by their names\n")
                .containsPattern("- .*Postmaster +AllocSet .*gone")
                .containsPattern("\\+ .*MessageContext +AllocSet .*appeared");
    }

    @Test
    void observeLooksFromOutsideWhereNobodyAnswers() throws Exception {
        look();
        String kill =
                "SELECT format('COPY (SELECT 1) TO PROGRAM %L', 'cat >/dev/null; kill -SIGNAL ' || :pid) \\gexec\n";

        MemcheckJar.Run run = MemcheckJar.run(
                "\\session other\nSELECT pg_backend_pid() AS pid \\gset\n\\session default\n"
                        + kill.replace("SIGNAL", "STOP") + "\\observe :pid\n" + kill.replace("SIGNAL", "CONT"),
                directory);

        assertThat(run.out())
                .contains("CacheMemoryContext")
                .containsPattern("note: seen from outside, since process [0-9]+ did not answer in 1000 ms\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatIsNoServerIsSaidInASentence() throws Exception {
        long own = ProcessHandle.current().pid();

        MemcheckJar.Run run = MemcheckJar.run("", directory, "tree", String.valueOf(own));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("process " + own).doesNotContain("\tat ");
    }

    private OutsideTree look() throws IOException {
        try {
            return new LiveProcess(pid).look(Instant.EPOCH);
        } catch (OutsideException e) {
            if (Files.exists(SCOPE) && !Files.readString(SCOPE).startsWith("0")) {
                return abort("the kernel lets only root look: " + e.getMessage());
            }
            throw e;
        }
    }

    private JsonNode json(String subject) throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("", directory, "tree", subject, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** It stops a moment after it was told to. */
    private void stop() throws Exception {
        signal("STOP");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!look().process().endsWith(", stopped")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
    }

    /** All that both ways know of each context that the look by the view does not change; the view of 15 has no kinds. */
    private static List<String> figures(Snapshot tree) {
        return tree.nodes().stream()
                .filter(node -> !isTransient(tree, node))
                .map(node -> String.join("›", tree.path(node.key())) + "|" + node.ident() + "|" + node.totalBytes()
                        + "|" + node.blocks() + "|" + node.freeBytes() + "|" + node.freeChunks())
                .toList();
    }

    private static boolean isTransient(Snapshot tree, ContextNode node) {
        List<String> path = tree.path(node.key());
        return CHANGED_BY_THE_VIEW.contains(node.name())
                || path.contains("MessageContext")
                || path.contains("PortalContext")
                || path.contains("TopTransactionContext");
    }
}
