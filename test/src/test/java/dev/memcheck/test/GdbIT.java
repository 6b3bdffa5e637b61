package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** memcheck's commands in gdb, on a server without debug information and without the extension. */
class GdbIT {
    private static final Path GDB = Path.of("/usr/bin/gdb");
    private static final Path COMMANDS =
            Path.of("../scenarios/src/main/gdb/gdb.py").toAbsolutePath();
    private static final String LOOP = "DO $$ BEGIN LOOP PERFORM bug_slab(); PERFORM pg_sleep(0.01); END LOOP; END $$";

    @TempDir
    private Path directory;

    @BeforeAll
    static void gdbIsHere() {
        assumeTrue(Files.isExecutable(GDB), "gdb is not here");
    }

    @Test
    void treeDiffAndWhoseOfARunningProcess() throws Exception {
        try (PrivateCluster cluster = PrivateCluster.start(
                        PrivateClusterOptions.fromEnvironment().withoutPreload());
                Backend backend = cluster.connect()) {
            backend.execute("CREATE EXTENSION zoo_ext");
            backend.execute("SELECT bug_slab()");
            backend.execute("CREATE EXTENSION pg_ext_memcheck");
            backend.execute("LOAD 'pg_ext_memcheck'");
            backend.execute("SELECT ext_memcheck.begin()");
            CompletableFuture<StatementResult> running = CompletableFuture.supplyAsync(() -> backend.execute(LOOP));

            String out = gdb(
                    "-p",
                    String.valueOf(backend.facts().pid()),
                    "break bug_slab",
                    "continue",
                    "memcheck tree 1",
                    "continue",
                    "memcheck diff",
                    "memcheck diff",
                    "set language rust",
                    "memcheck whose $sp",
                    "set language c",
                    "memcheck whose *(long *) &TopMemoryContext",
                    // the oldest block of the root lies behind its header, and its first chunk behind the block's
                    "python root = Server().root; at = Server().at; block = root + at['allocset.size']",
                    "python start = block + at['allocblock.header'] + at['chunk.header']",
                    "python gdb.execute('memcheck whose %d' % (start + 3))",
                    "memcheck whose foo",
                    "memcheck whose &TopMemoryContext",
                    // the newest Slab, and its first chunk, which bug_slab() took
                    "python slab = [c for c in Server().tree() if c.kind == 'slab' and c.blocks][0]",
                    "python start = slab.blocks[0][0] + at['slabblock.header'] + at['slab.chunk']",
                    "python gdb.execute('memcheck whose %d' % start)",
                    "memcheck whose",
                    "memcheck tree x");

            assertThat(out)
                    .containsPattern("TopMemoryContext +AllocSet +[0-9]+ +[0-9]+\\n")
                    .containsPattern("  zoo slab +Slab +[0-9]+ +[0-9]+\\n")
                    .containsPattern("new +TopMemoryContext > zoo slab +total \\+[0-9]+, used \\+[0-9]+\\n")
                    .contains("in no memory context: on the stack\n")
                    .contains("in no memory context: of the program or a library: TopMemoryContext in section")
                    .contains("foo is no address: No symbol \"foo\" in current context")
                    .containsPattern("byte 0 of the used chunk of [0-9]+ bytes at 0x[0-9a-f]+ in Slab .*zoo slab")
                    .containsPattern(
                            "made by\n  #0 .*\n  #1  make_slab .*\n  #2  bug_slab \\(zoo_ext.so\\) at contexts.c:[0-9]+\n")
                    .contains("the header of the context itself, AllocSet \"TopMemoryContext\"")
                    .containsPattern("byte 3 of the (used|free) chunk of [0-9]+ bytes at 0x[0-9a-f]+ in AllocSet")
                    .contains("memcheck whose expects an address")
                    .contains("memcheck tree expects a depth, found x");
            assertThat(out.split("new +TopMemoryContext > zoo slab")).hasSize(3);
            backend.cancel();
            running.get(2, TimeUnit.MINUTES);
        }
    }

    @Test
    void aProgramThatIsNoServerIsRefused() throws Exception {
        assertThat(gdb("/bin/sleep", "memcheck tree")).containsPattern("sleep is no PostgreSQL server");
        assertThat(gdb("memcheck tree")).contains("nothing is being debugged");
    }

    /** @param arguments what begins with a dash, a number or a slash is for gdb, the rest are commands */
    private String gdb(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(GDB.toString(), "-q", "-batch", "-nx"));
        List<String> commands = new ArrayList<>(List.of("source " + COMMANDS));
        for (String argument : arguments) {
            boolean option = argument.matches("[-/0-9].*");
            (option ? command : commands).add(argument);
        }
        commands.forEach(one -> command.addAll(List.of("-ex", one)));
        Path out = directory.resolve("gdb.out");
        Process gdb = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(gdb.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }
}
