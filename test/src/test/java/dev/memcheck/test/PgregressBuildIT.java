package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code memcheck pgregress} does where the server has not got the extension. */
class PgregressBuildIT {
    private static final long DEADLINE_SECONDS = 300;
    private static final String PGXS =
            "PG_CONFIG ?= pg_config\nPGXS := $(shell $(PG_CONFIG) --pgxs)\ninclude $(PGXS)\n";

    @TempDir
    private Path directory;

    @BeforeEach
    void trees() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        file("fresh/Makefile", """
                EXTENSION = fresh
                MODULES = fresh
                DATA = fresh--1.sql
                REGRESS = leaks
                EXTRA_INSTALL = contrib/helper
                """ + PGXS);
        file("fresh/fresh.control", "default_version = '1'\nmodule_pathname = '$libdir/fresh'\nrequires = 'helper'\n");
        file(
                "fresh/fresh--1.sql",
                "CREATE FUNCTION fresh() RETURNS int LANGUAGE C STRICT AS 'MODULE_PATHNAME', 'fresh';\n");
        file("fresh/fresh.c", """
                #include "postgres.h"
                #include "fmgr.h"
                #include "utils/memutils.h"

                PG_MODULE_MAGIC;
                PG_FUNCTION_INFO_V1(fresh);
                Datum
                fresh(PG_FUNCTION_ARGS)
                {
                	MemoryContextAlloc(TopMemoryContext, 1000);
                	PG_RETURN_INT32(1);
                }
                """);
        file("fresh/sql/leaks.sql", "CREATE EXTENSION fresh CASCADE;\n" + "SELECT fresh();\n".repeat(3));
        file("contrib/helper/Makefile", "EXTENSION = helper\nDATA = helper--1.sql\n" + PGXS);
        file("contrib/helper/helper.control", "default_version = '1'\n");
        file("contrib/helper/helper--1.sql", "CREATE FUNCTION helped() RETURNS int LANGUAGE sql AS 'SELECT 1';\n");
    }

    @Test
    void itIsBuiltIntoACopyOfTheServerThatGoesAgain() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("t"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<Path> before = below(directory.resolve("fresh"));

        Path out = directory.resolve("out");
        Process process = start(temporary, out);
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(out)
                .content()
                .contains("built and installed into a copy of the server")
                .containsPattern("\\| leaks +\\| WARNING +\\| wrong_ctx_alloc .*fresh\\.c:");
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(below(temporary)).isEmpty();
        assertThat(below(directory.resolve("fresh"))).isEqualTo(before);
    }

    @Test
    void theEndOfABuildIsAskedForAndComesAtOnce() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("t"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path begun = directory.resolve("begun");
        file(
                "fresh/Makefile",
                "EXTENSION = fresh\nREGRESS = leaks\nall:\n\ttrap '' TERM; echo >" + begun + "; sleep 1000\n");
        Path out = directory.resolve("out");
        Process process = start(temporary, out);
        try {
            while (Files.notExists(begun) && process.isAlive()) {
                Thread.onSpinWait();
            }
            process.destroy();
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(begun).exists();
        assertThat(out).content().doesNotContain("has not ended");
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(below(temporary)).isEmpty();
    }

    @Test
    void whatCannotBeBuiltIsSaid() throws Exception {
        Files.writeString(directory.resolve("fresh/fresh.c"), "no program\n");

        MemcheckJar.Run run = MemcheckJar.run(
                "", directory, "pgregress", directory.resolve("fresh").toString());

        assertThat(run.err())
                .contains("fresh is not installed in this PostgreSQL, and cannot be built: make all of a copy of ");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aCommandOfItsOwnIsWatchedInTheDatabasesThatItMakes() throws Exception {
        String fresh = directory.resolve("fresh").toString();

        MemcheckJar.Run run = MemcheckJar.run(
                "", directory, "pgregress", "--command", "createdb own && psql -q -d own -f sql/leaks.sql", fresh);

        assertThat(run.out()).containsPattern("\\| WARNING +\\| wrong_ctx_alloc .*fresh\\.c:10");
        assertThat(run.exitCode()).isEqualTo(1);

        Path bare = Files.createDirectory(directory.resolve("bare"));
        run = MemcheckJar.run("", directory, "pgregress", "--command", "echo by itself", bare.toString());

        assertThat(run.out())
                .contains("no session of it came to this server, so that nothing was looked at")
                .contains("the last that it said is: by itself");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private Process start(Path temporary, Path out) throws IOException {
        List<String> command = new ArrayList<>(
                MemcheckJar.command("pgregress", directory.resolve("fresh").toString()));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        return builder.start();
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
