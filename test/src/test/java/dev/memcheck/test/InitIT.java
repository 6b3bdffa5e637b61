package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code memcheck init} on the demo extension, and what comes of the file that it writes. */
class InitIT {
    @TempDir
    private Path directory;

    private Path extension;

    @BeforeEach
    void source() throws IOException {
        extension = Files.createDirectory(directory.resolve("buggy_ext"));
        try (Stream<Path> files = Files.list(Path.of("fixtures/buggy_ext"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, extension.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theFirstSessionFindsThePlantedLeaksAndNothingElse() throws Exception {
        MemcheckJar.Run init = MemcheckJar.run("", directory, "init", extension.toString());
        assertThat(init.out()).contains("wrote " + extension.resolve("buggy_ext.mcs"), "6 functions called");
        assertThat(init.exitCode()).isZero();

        MemcheckJar.Run run = MemcheckJar.run(
                "", directory, "run", extension.resolve("buggy_ext.mcs").toString());

        assertThat(run.out())
                .contains("WARNING wrong_ctx_alloc in TopMemoryContext", "leak_top (buggy_ext)")
                .contains("WARNING context_leak in buggy_ext work", "leak_context (buggy_ext)")
                .doesNotContainPattern("buggy_ext\\.mcs: finding \\d+: .*(cache_once|context_deleted|palloc_freed)");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aContractHoldsAndFailsWhereAFunctionUsesMore() throws Exception {
        Path contract = directory.resolve("held.mcs");
        MemcheckJar.Run written = MemcheckJar.run("", directory, "contract", "buggy_ext", "-o", contract.toString());
        assertThat(written.out()).contains("wrote " + contract, "5 functions called", " 8 bounds.");
        String text = Files.readString(contract);
        assertThat(text)
                .containsPattern("SELECT leak_top\\(\\);\n\\\\endrepeat\n\\\\expect per_call <= [1-9]")
                .containsPattern("SELECT palloc_freed\\(\\);\n\\\\endrepeat\n\\\\expect per_call <= 0\n");

        // As though leak_top() had been clean when the contract was written.
        Files.writeString(contract, text.replaceFirst("per_call <= [1-9]\\w*", "per_call <= 0"));
        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", contract.toString());

        assertThat(run.out())
                .containsPattern("expected per_call <= 0, found [1-9]\\d* bytes for each of 9 executions of window"
                        + " \"leak_top\"\n")
                .containsOnlyOnce(": expected ")
                .contains("12 expectations held");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsThereIsOverwrittenOnlyByForce() throws Exception {
        Path session = Files.writeString(extension.resolve("buggy_ext.mcs"), "SELECT 'mine';\n");

        MemcheckJar.Run refused = MemcheckJar.run("", directory, "init", "--with", "makefile", extension.toString());
        assertThat(refused.err()).contains(session + " is there already; --force overwrites it");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(session).hasContent("SELECT 'mine';\n");
        assertThat(extension.resolve("memcheck.mk")).doesNotExist();

        MemcheckJar.Run forced = MemcheckJar.run("", directory, "init", "--force", extension.toString());
        assertThat(forced.exitCode()).isZero();
        assertThat(session).content().contains("SELECT leak_top();");
    }

    @Test
    void makeAndContinuousIntegrationGetTheirFiles() throws Exception {
        MemcheckJar.Run init =
                MemcheckJar.run("", directory, "init", "--with", "makefile,github,gitlab", extension.toString());

        assertThat(init.exitCode()).isZero();
        assertThat(extension.resolve("memcheck.mk")).content().contains("memcheck: install");
        assertThat(extension.resolve(".github/workflows/memcheck.yml"))
                .content()
                .contains("memcheck run *.mcs");
        assertThat(extension.resolve("memcheck.gitlab-ci.yml")).content().contains("memcheck run *.mcs");

        Files.writeString(extension.resolve("GNUmakefile"), "include Makefile\ninclude memcheck.mk\n");
        Process make = new ProcessBuilder("make", "-n", "memcheck", "MEMCHECK_FILES=a.mcs", "MEMCHECK=the_shell")
                .directory(extension.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(printed).isZero();
        assertThat(printed).containsPattern("the_shell run --pg-config \"/.*pg_config\" +a\\.mcs");
    }

    @Test
    void aDirectoryWithoutAnExtensionIsRefused() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        MemcheckJar.Run init = MemcheckJar.run("", directory, "init", empty.toString());

        assertThat(init.err()).contains("expected the source directory of an extension, with one control file");
        assertThat(init.exitCode()).isEqualTo(2);
    }

    @Test
    void eachCallIsTriedWithWhatTheServerMustLoadSoThatTheFirstRunIsGreen() throws Exception {
        Path source = Files.createDirectory(directory.resolve("pg_stat_statements"));
        Files.writeString(source.resolve("pg_stat_statements.control"), "default_version = '1.0'\n");
        Files.writeString(source.resolve("pg_stat_statements--1.0.sql"), """
                CREATE FUNCTION pg_stat_statements_reset(oid, oid, bigint) RETURNS void AS 'x' LANGUAGE C;
                CREATE FUNCTION pg_sleep_for(interval) RETURNS void LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION pg_stat_get_progress_info(text) RETURNS SETOF int AS 'x' LANGUAGE C;
                CREATE FUNCTION pg_stat_statements_absent() RETURNS int AS 'x' LANGUAGE C;
                """);
        Files.writeString(source.resolve("more.sql"), "SELECT 1;\n");

        MemcheckJar.Run init = MemcheckJar.runIn(source, "init");
        Path session = source.resolve("pg_stat_statements.mcs");
        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", session.toString());

        assertThat(init.out()).contains("3 functions called, 2 of them only as errors, 1 not called, with the reason.");
        assertThat(session)
                .content()
                .contains(
                        "-- 3 functions called, 2 of them only as errors, 1 not called, with the reason.\n",
                        "\\backend preload=pg_stat_statements\n",
                        "-- pg_sleep_for(interval) had not ended after 5s",
                        "\\expect error '22023'",
                        "\\expect error '42883'");
        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void whatIsNotInstalledIsNotTriedAndThatIsSaid() throws Exception {
        Path source = Files.createDirectory(directory.resolve("no_such_ext"));
        Files.writeString(source.resolve("no_such_ext.control"), "default_version = '1.0'\n");
        Files.writeString(
                source.resolve("no_such_ext--1.0.sql"), "CREATE FUNCTION f() RETURNS int AS 'x' LANGUAGE C;\n");

        MemcheckJar.Run init = MemcheckJar.run("", directory, "init", source.toString());

        assertThat(init.out())
                .contains(
                        "none was tried: ",
                        "\"no_such_ext\"",
                        "\nOnce it is installed there (make install",
                        ", say), memcheck init --force ",
                        "1 function called.");
        assertThat(source.resolve("no_such_ext.mcs")).content().contains("-- 1 function called; none was tried.\n");
        assertThat(init.exitCode()).isZero();
    }
}
