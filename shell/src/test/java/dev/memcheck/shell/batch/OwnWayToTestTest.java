package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of trees that are not tested, or not built, as PGXS does it. */
class OwnWayToTestTest {
    @TempDir
    Path directory;

    @Test
    void theTargetThatRunsTheTestsIsNamed() throws IOException {
        file("Makefile", "EXTENSION = e\ntest := no target\nall:\n\ntest: gen_data\n\tpsql -f a.sql\n");

        assertThat(refusal())
                .endsWith("there is no directory " + directory.resolve("sql") + "; --command 'make test' " + directory
                        + " runs it where all sessions are watched");

        file("sql/a.sql", "SELECT 1;\n");
        assertThat(RegressionSuite.read(directory, Optional.empty(), List.of()).notes())
                .singleElement()
                .asString()
                .endsWith(", and --command 'make test' runs it as it is");
    }

    @Test
    void testsOfPgTapAreNamed() throws IOException {
        file("Makefile", "EXTENSION = e\n");
        file("e--1.sql", "CREATE FUNCTION plan(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';\n");
        assertThat(refusal()).contains("--command COMMAND ");

        file("test/one.sql", "BEGIN;\nSELECT plan(3);\n");
        assertThat(refusal()).contains("its tests are pgTAP's (test/one.sql)");

        file("test/two.sql", "BEGIN;\nSELECT * FROM no_plan();\n");
        assertThat(refusal()).contains("its tests are pgTAP's (test/*.sql)").contains("pg_prove -d t test/*.sql'");
    }

    @Test
    void testsInPerlAreNamed() throws IOException {
        file("Makefile", "MODULES = e\nTAP_TESTS = 1\n");
        file("t/001_start.pl", "");

        assertThat(refusal())
                .endsWith("its TAP tests (001_start) start and stop servers of their own, and are not run");
    }

    @Test
    void testsInPerlAreNamedWhereTheMakefileHasThem() throws IOException {
        file("sql/a.sql", "SELECT 1;\n");
        file("test/t/001_start.pl", "");
        file("test/t/002_stop.pl", "");

        file("Makefile", "REGRESS = a\nTAP_TESTS = 1\nPROVE_TESTS = test/t/*.pl\n");
        assertThat(RegressionSuite.read(directory, Optional.empty(), List.of()).notes())
                .singleElement()
                .asString()
                .startsWith("not run: its TAP tests (001_start, 002_stop)");
        file("Makefile", "REGRESS = a\nTAP_TESTS = 1\nPROVE_TESTS = test/t/002_stop.pl\n");
        assertThat(RegressionSuite.read(directory, Optional.empty(), List.of()).notes())
                .singleElement()
                .asString()
                .startsWith("not run: its TAP tests (002_stop)");
    }

    @Test
    void whatOthersThanMakeBuildIsSaidWithItsCommands() throws IOException {
        file("e.control", "");
        file("sql/a.sql", "SELECT 1;\n");

        file("meson.build", "project('e', 'c')\n");
        assertThat(absence()).contains("it is built so: ").contains("ninja -C build install");
        file("CMakeLists.txt", "project(e)\nfind_program(PG_PATH pg_config)\n");
        assertThat(absence())
                .contains("cmake -S " + directory + " -B build -DPG_PATH=PG_CONFIG && cmake --build build");
        file("Makefile", "EXTENSION = e\n");
        assertThat(absence()).contains("; make install puts it there");
    }

    @Test
    void whatARecipeGivesToPgRegressIsRun() throws IOException {
        file("sql/first.sql", "SELECT 1;\n");
        file("sql/second.sql", "SELECT 1;\n");
        file("sql/third.sql", "SELECT 1;\n");
        file("e.conf", "shared_preload_libraries = 'e'\nlogging_collector = on\nwork_mem = 1MB\n");
        file(
                "Makefile",
                "MODULES = e\nregresscheck:\n\t/pg/pg_regress --no-locale --temp-config e.conf second first || exit 1\n");

        RegressionSuite suite = RegressionSuite.read(directory, Optional.empty(), List.of());

        assertThat(suite.tests()).containsExactly("second", "first");
        assertThat(suite.plainLocale()).isTrue();
        assertThat(suite.server().preload()).containsExactly("e");
        assertThat(suite.server().plain()).containsOnlyKeys("work_mem");
        assertThat(suite.notes())
                .containsExactly(
                        "its tests are those that make regresscheck gives to pg_regress",
                        "not set, since a private server has its own: logging_collector");
    }

    @Test
    void whatAProgramOfTheAuthorsRunsIsNotRunByName() throws IOException {
        file("deep/src/test/sql/a.sql", "SELECT 1;\n");
        file("deep/src/test/expected/a.out", "");
        file("deep/src/test/Makefile", "check:\n\t./pg_regress_multi.pl --workers=2 -- --schedule=all\n");
        Path home = directory.resolve("deep");

        assertThat(catchThrowable(() -> RegressionSuite.read(home, Optional.empty(), List.of())))
                .hasMessageStartingWith("the tests of " + home.resolve("src/test") + " are run by pg_regress_multi.pl,")
                .hasMessageEndingWith(" memcheck pgregress " + home.resolve("src/test") + " TEST...");
        assertThat(RegressionSuite.read(home, Optional.empty(), List.of("a")).notes())
                .contains("its regression files are those of src/test, which no Makefile names");
    }

    @Test
    void isolationTestsNeedNoOtherFiles() throws IOException {
        file("specs/locks.spec", "");
        file("Makefile", "EXTENSION = e\nISOLATION = locks\n");

        RegressionSuite suite = RegressionSuite.read(directory, Optional.empty(), List.of());

        assertThat(suite.names()).containsExactly("isolation locks");
        assertThat(suite.notes()).isEmpty();
    }

    @Test
    void aLibraryThatTheServerHasNotIsBuilt() throws IOException {
        file("sub/Makefile", "MODULES = e\nREGRESS = a\n");
        file("sub/sql/a.sql", "SELECT 1;\n");
        Path libraries = directory.resolve("lib");
        Optional<Path> extensions = Optional.of(directory.resolve("share"));
        RegressionSuite suite = RegressionSuite.read(directory, Optional.empty(), List.of());

        assertThat(SuiteBuild.of(directory, suite, extensions, Optional.of(libraries))
                        .trees())
                .containsExactly(directory.resolve("sub"));
        file("lib/e.so", "");
        assertThat(SuiteBuild.of(directory, suite, extensions, Optional.of(libraries))
                        .trees())
                .isEmpty();
    }

    @Test
    void mesonNamesTestsAsArgumentsOfPgRegress() throws IOException {
        file(
                "meson.build",
                "test('regression', pg_regress,\n  args: ['--bindir', bindir,\n    '--inputdir', meson.current_source_dir()"
                        + " / 'test',\n    'basic'] + more)\nmore = ['second', 'third']\n");
        assertThat(MesonTests.regress(directory)).containsExactly("--inputdir", "test", "basic", "second", "third");

        file(
                "meson.build",
                "more = ['one-' + version]\ntest('regression', pg_regress, args: ['--bindir', b] + more)\n");
        assertThat(MesonTests.regress(directory)).isEmpty();
        file("meson.build", "more = ['a']\nmore += ['b']\ntest('regression', pg_regress, args: [] + more)\n");
        assertThat(MesonTests.regress(directory)).isEmpty();
    }

    @Test
    void aCommandNeedsNoFiles() throws IOException {
        file("Makefile", "EXTENSION = e\nEXTRA_INSTALL = contrib/cube\nMODULE_big = elib\n");

        RegressionSuite suite = RegressionSuite.forCommand(directory, Optional.empty());

        assertThat(suite.names()).isEmpty();
        assertThat(suite.subject().extensions()).containsExactly("e");
        assertThat(suite.subject().libraries()).containsExactly("elib");
        assertThat(suite.extraInstall()).containsExactly("contrib/cube");
    }

    @Test
    void testsOfACrateAreNamedWithTheCommandsThatRunThem() throws IOException {
        file("Cargo.toml", "[package]\nname = \"e\"\nversion = \"1.0.0\"\n[dependencies]\npgrx = \"=0.18.1\"\n");
        file("e.control", "");
        assertThat(refusal())
                .endsWith("; it is a pgrx crate: cargo pgrx install --manifest-path " + directory.resolve("Cargo.toml")
                        + " --pg-config PG_CONFIG --no-default-features --features \"pgMAJOR\", then memcheck init "
                        + directory
                        + " writes a session file with a window for each of its functions, which memcheck run runs");

        file("src/lib.rs", "#[pg_test]\nfn works() {}\n");
        file("sql/e--0.9--1.0.0.sql", "SELECT 1;\n");
        assertThat(refusal())
                .contains("there is no regression file *.sql", "; its tests are #[pg_test] functions of a pgrx crate: ")
                .endsWith(" --features \"pgMAJOR pg_test\", then memcheck init " + directory
                        + " writes a session file with a window for each of them, which memcheck run runs");
    }

    @Test
    void aMakefileThatOnlyRunsTheTestsOfACrateBuildsNothing() throws IOException {
        file("Cargo.toml", "");
        file("e.control", "");
        file("sql/a.sql", "SELECT 1;\n");
        file("Makefile", "REGRESS = a\ninstallcheck:\n\tpg_regress $(REGRESS)\n");

        RegressionSuite suite = RegressionSuite.read(directory, Optional.empty(), List.of());

        assertThat(SuiteBuild.of(directory, suite, Optional.of(directory.resolve("share")), Optional.empty())
                        .trees())
                .isEmpty();
        assertThat(absence()).contains("it is built by cargo, which pgregress does not do: cd " + directory);
    }

    private String refusal() {
        return catchThrowable(() -> RegressionSuite.read(directory, Optional.empty(), List.of()))
                .getMessage();
    }

    private String absence() throws IOException {
        RegressionSuite suite = RegressionSuite.forCommand(directory, Optional.empty());
        Path nowhere = directory.resolve("nowhere");
        return catchThrowable(() -> suite.requireInstalled(Optional.of(nowhere)))
                .getMessage();
    }

    private void file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
