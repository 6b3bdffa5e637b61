package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A superuser uses memcheck in a database whose owner has put a twin of each function, operator, aggregate, type and
 * relation of pg_catalog before it in the search path. None may be called.
 */
class HostileDatabaseIT {
    private static final Path SECURITY = Path.of("security").toAbsolutePath();

    private static PrivateCluster cluster;
    private static Backend helper;
    private static String port;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startCluster() {
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
        helper = cluster.connect();
        port = answer("SHOW port");
        run("CREATE ROLE mallory LOGIN PASSWORD 'm'");
        run("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'b'");
    }

    @AfterAll
    static void stopCluster() {
        helper.close();
        cluster.close();
    }

    @BeforeEach
    void makeItHostile() throws Exception {
        run("DROP DATABASE IF EXISTS trap");
        run("CREATE DATABASE trap OWNER mallory");
        MemcheckJar.Run twins = memcheck("mallory:m", Files.readString(SECURITY.resolve("twins.sql")));
        assertThat(twins.out()).containsPattern("function +\\| +2\\d\\d\\d").containsPattern("operator +\\| +7\\d\\d");
        assertThat(called()).contains("(0 rows)");
    }

    @Test
    void aTwinThatIsCalledIsSeen() throws Exception {
        memcheck("boss:b", "SELECT 1.5 * 2;\nSELECT pg_catalog.pg_sleep(0) FROM pg_class LIMIT 1;\n");

        assertThat(called()).contains("operator *(numeric,numeric)", "relation pg_class");
    }

    @Test
    void noneIsCalledInAnySession() throws Exception {
        String target = target("boss:b");

        MemcheckJar.Run run = MemcheckJar.run(
                "",
                directory,
                "run",
                "--report",
                "json=" + directory.resolve("r.json"),
                "--save",
                directory.resolve("r.mcrun").toString(),
                "-d",
                target,
                SECURITY.resolve("install.mcs").toString(),
                SECURITY.resolve("everything.mcs").toString());

        assertThat(called()).contains("(0 rows)");
        assertThat(run.out() + run.err()).contains("everything.mcs: ok, ");
    }

    @Test
    void noneIsCalledWhileLookingAround() throws Exception {
        String script = "CREATE EXTENSION pg_ext_memcheck;\n\\backends\n\\observe "
                + helper.facts().pid()
                + "\n\\dt\n\\d\n\\d pg_catalog.pg_class\n\\d pg_catalog.pg_class_oid_index\n\\d public.calls\n\\di\n\\ds"
                + "\n\\df *.note_*\n\\dx\n\\dn\n\\du\n\\l\n\\dconfig\n\\dconfig work*\n\\sf public.note_call\n\\dv *.*"
                + "\n\\dm *\n\\d information_schema.tables\n\\conninfo\n\\scenario\n\\tree\nbegin w {\"track_dsm\": true}\nend\n\\q\n";
        memcheck("boss:b", script);
        MemcheckJar.Run again = memcheck("boss:b", script);

        assertThat(again.out())
                .contains("growth_benchmark", "List of databases", "CREATE OR REPLACE FUNCTION public.note_call")
                .containsPattern(" public +\\| note_call ")
                .doesNotContainPattern("error: (?!Did not find any )");
        assertThat(called()).contains("(0 rows)");
    }

    @Test
    void noneIsCalledWithoutTheExtension() throws Exception {
        MemcheckJar.Run run = memcheck("boss:b", "VALUES (1);\n\\tree\n\\backends\nbegin\n");

        assertThat(run.out()).contains("TopMemoryContext");
        assertThat(called()).contains("(0 rows)");
    }

    @Test
    void noneIsCalledByRegressionFiles() throws Exception {
        Path extension = Files.createDirectories(directory.resolve("ext/sql")).getParent();
        String twins = Files.readString(SECURITY.resolve("twins.sql"));
        Files.writeString(extension.resolve("sql/atwins.sql"), twins);
        Files.writeString(extension.resolve("sql/leaks.sql"), "VALUES (1);\n");
        Files.writeString(extension.resolve("sql/result.sql"), "SELECT last_value, is_called FROM public.calls;\n");
        Files.createDirectories(extension.resolve("expected"));
        Files.writeString(
                extension.resolve("expected/result.out"),
                "SELECT last_value, is_called FROM public.calls;\n last_value | is_called \n"
                        + "------------+-----------\n          1 | f\n(1 row)\n");

        MemcheckJar.Run run =
                MemcheckJar.run("", directory, "pgregress", extension.toString(), "atwins", "leaks", "result");

        assertThat(run.out()).containsPattern("(?m)^result +\\d+ +0 +0 +as expected +\\d+$");
    }

    @Test
    void noneIsCalledByTheSessionThatInitWrites() throws Exception {
        memcheck("boss:b", Files.readString(SECURITY.resolve("install.mcs")));
        Path source = Files.createDirectories(directory.resolve("src/buggy_ext"));
        for (String file : List.of("buggy_ext.control", "buggy_ext--1.0.sql")) {
            Files.copy(Path.of("fixtures/buggy_ext").resolve(file), source.resolve(file));
        }
        MemcheckJar.run("", directory, "init", source.toString());

        MemcheckJar.Run run = MemcheckJar.run(
                "",
                directory,
                "run",
                "-d",
                target("boss:b"),
                source.resolve("buggy_ext.mcs").toString());

        assertThat(run.out()).contains("buggy_ext.mcs");
        assertThat(called()).contains("(0 rows)");
    }

    /** What the twins have noted; the names of those that were called. */
    private String called() throws Exception {
        return memcheck(
                        "boss:b",
                        "SELECT DISTINCT twin FROM public.called UNION ALL"
                                + " SELECT 'a twin, in what was rolled back' FROM public.calls WHERE is_called"
                                + " AND NOT EXISTS (SELECT FROM public.called);\n")
                .out();
    }

    private MemcheckJar.Run memcheck(String login, String input) throws Exception {
        return MemcheckJar.run(input, directory, "-d", target(login));
    }

    private static String target(String login) {
        return "postgresql://" + login + "@127.0.0.1:" + port + "/trap";
    }

    private static void run(String sql) {
        assertThat(helper.execute(sql)).isNotInstanceOf(StatementResult.Failed.class);
    }

    private static String answer(String sql) {
        return ((StatementResult.Rows) helper.execute(sql)).rows().get(0).get(0).orElseThrow();
    }
}
