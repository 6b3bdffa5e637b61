package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the Makefiles that extensions have. */
class RegressionSuiteTest {
    @TempDir
    private Path directory;

    @Test
    void filesAreWhereTheMakefileSays() throws IOException {
        file("test/sql/copy.sql");
        file("test/sql/cast.sql");

        RegressionSuite suite = suite("""
                EXTENSION = vector
                TESTS = $(wildcard test/sql/*.sql)
                REGRESS = $(patsubst test/sql/%.sql,%,$(TESTS))
                REGRESS_OPTS = --inputdir=test --load-extension=$(EXTENSION)
                """);

        assertThat(suite.directory()).isEqualTo(directory);
        assertThat(suite.input()).isEqualTo(directory.resolve("test"));
        assertThat(suite.tests()).containsExactly("cast", "copy");
        assertThat(suite.missing()).isEmpty();
        assertThat(suite.extensions()).containsExactly("vector");
    }

    @Test
    void directoriesOfMakesOwnAreTheSuites() throws IOException {
        file("regress/sql/one.sql");

        assertThat(suite("REGRESS_OPTS = --inputdir=$(srcdir)/${PLACE}\nPLACE := regress\n")
                        .input())
                .isEqualTo(directory.resolve("regress"));
    }

    @Test
    void namesComeFirstAndWhatTheMakefileLooksForAfterThem() throws IOException {
        file("sql/setup.sql");
        file("sql/add.sql");
        file("sql/union.sql");

        assertThat(suite("REGRESS = setup $(filter-out setup,$(patsubst sql/%.sql,%,$(sort $(wildcard sql/*.sql))))\n")
                        .tests())
                .containsExactly("setup", "add", "union");
        assertThat(suite("REGRESS = union $(MORE)\nMORE = add\n").tests()).containsExactly("union", "add");
        assertThat(suite("REGRESS = union $(shell ls)\n").tests()).containsExactly("union");
    }

    @Test
    void whatMakeWouldHaveToWorkOutIsNoName() throws IOException {
        file("sql/one.sql");
        Files.writeString(directory.resolve("semver.control"), "");

        RegressionSuite suite =
                suite("EXTENSION = $(shell grep -m 1 '\"name\":' META.json | sed -e 's/\\([^\"]*\\)/\\1/')\n"
                        + "MODULES = $(patsubst %.c,%,$(wildcard src/*.c)) more\n");

        assertThat(suite.subject().extensions()).containsExactly("semver");
        assertThat(suite.subject().libraries()).containsExactly("more");
    }

    @Test
    void theLibraryIsTheOneThatTheControlFileNames() throws IOException {
        file("sql/one.sql");
        Files.writeString(directory.resolve("semver.control"), "# types\nmodule_pathname = '$libdir/semver-2'\n");

        assertThat(suite("REGRESS = one\n").subject().libraries()).containsExactly("semver-2");
    }

    @Test
    void aScheduleComesBeforeTheTestsThatAreNamed() throws IOException {
        file("sql/one.sql");
        file("sql/init.sql");
        file("sql/left.sql");
        file("sql/right.sql");
        Files.writeString(directory.resolve("parallel"), "# first\ntest: init\nignore: right\ntest: left right gone\n");

        RegressionSuite suite = suite("REGRESS = one\nREGRESS_OPTS = --schedule=parallel --encoding=utf8\n");

        assertThat(suite.groups()).containsExactly(List.of("init"), List.of("left", "right"), List.of("one"));
        assertThat(suite.tests()).containsExactly("init", "left", "right", "one");
        assertThat(suite.encoding()).contains("utf8");
        assertThat(suite.missing()).containsExactly("gone");
    }

    @Test
    void theDatabaseHasTheNameThatFilesConnectTo() throws IOException {
        file("sql/one.sql");

        assertThat(suite("REGRESS = one\n").database()).isEqualTo("contrib_regression");
        assertThat(suite("REGRESS = one\noverride CONTRIB_TESTDB := regression\n")
                        .database())
                .isEqualTo("regression");
        assertThat(suite("REGRESS = one\nREGRESS_OPTS = --dbname=$(NAME)_db\nNAME = plr\n")
                        .database())
                .isEqualTo("plr_db");
    }

    @Test
    void makeWorksOutWhatItsFunctionsName() throws IOException {
        file("sql/setup.sql");
        file("sql/add.sql");
        file("sql/gone-14.sql");
        file("specs/deadlock.spec");
        file("specs/unnamed.spec");
        file("isolation/specs/far.spec");

        RegressionSuite suite = suite("""
                SERVER = 15
                REGRESS = setup $(foreach name,add lost,$(name))
                ifeq ($(SERVER),14)
                REGRESS += gone-14
                endif
                ISOLATION = deadlock nowhere
                TAP_TESTS = 1
                """);

        assertThat(suite.tests()).containsExactly("setup", "add");
        assertThat(suite.missing()).containsExactly("lost");
        assertThat(suite.notes())
                .containsExactly(
                        "named in ISOLATION, but not in specs: nowhere",
                        "not run: the isolation tests isolation/specs/far, which the Makefile does not name",
                        "not run: its TAP tests (t/*.pl), which start and stop servers of their own");
        assertThat(suite.isolation().home()).isEqualTo(directory);
        assertThat(suite.isolation().names()).containsExactly("deadlock");
        assertThat(suite.names()).containsExactly("setup", "add", "isolation deadlock");
        assertThat(RegressionSuite.read(directory, Optional.empty(), List.of("deadlock", "add"))
                        .names())
                .containsExactly("add", "isolation deadlock");
        assertThatThrownBy(() -> RegressionSuite.read(directory, Optional.empty(), List.of("deadloc")))
                .hasMessageEndingWith(", and no isolation test of that name; did you mean deadlock?");
    }

    @Test
    void mesonNamesTestsWhereThereIsNoMakefile() throws IOException {
        for (String name : List.of("second", "first", "other")) {
            file("sql/" + name + ".sql");
        }
        file("specs/waits.spec");
        file("specs/other.spec");
        Files.writeString(directory.resolve("meson.build"), """
                tests += {
                  'name': 'my_ext',
                  'regress': {
                    'sql': [
                      'second', # and not 'other'
                      'first',
                    ],
                  },
                  'isolation': { 'specs': ['waits'] },
                }
                """);

        RegressionSuite suite = RegressionSuite.read(directory, Optional.empty(), List.of());

        assertThat(suite.names()).containsExactly("second", "first", "isolation waits");
        assertThat(suite.notes()).isEmpty();

        Files.delete(directory.resolve("meson.build"));
        assertThat(RegressionSuite.read(directory, Optional.empty(), List.of()).notes())
                .containsExactly(
                        "there is no Makefile, and no meson.build that names tests, so all files of sql are run by"
                                + " name; where its own way to test prepares a database for them, one whose name comes first"
                                + " can do that here");
    }

    @Test
    void isolationTestsMayLieInADirectoryOfTheirOwn() throws IOException {
        file("sql/add.sql");
        file("isolation/specs/far.spec");
        file("t/001_start.pl");

        RegressionSuite suite = suite("REGRESS = add\nEXTRA_INSTALL = contrib/hstore\n");

        assertThat(suite.isolation().names()).containsExactly("far");
        assertThat(suite.isolation().home()).isEqualTo(directory.resolve("isolation"));
        assertThat(suite.extraInstall()).containsExactly("contrib/hstore");
        assertThat(suite.notes())
                .containsExactly("not run: its TAP tests (001_start), which start and stop servers of their own");

        file("other/specs/named.spec");
        RegressionSuite named =
                suite("REGRESS = add\nISOLATION = named\nISOLATION_OPTS = --inputdir=other --load-extension=ext\n");

        assertThat(named.isolation().names()).containsExactly("named");
        assertThat(named.isolation().home()).isEqualTo(directory.resolve("other"));
        assertThat(named.isolation().extensions()).containsExactly("ext");
        assertThat(named.notes())
                .contains("not run: the isolation tests isolation/specs/far, which the Makefile does not name");
    }

    @Test
    void whatExtraInstallNamesIsBuiltFirstWhereItLiesBesideTheExtension() throws IOException {
        file("ext/sql/add.sql");
        file("contrib/helper/Makefile");
        Files.writeString(
                directory.resolve("ext/Makefile"),
                "EXTENSION = ext\nREGRESS = add\nEXTRA_INSTALL = contrib/helper contrib/there contrib/nowhere\n");
        Path installed = Files.createDirectories(directory.resolve("share/extension"));
        file("share/extension/there.control");
        Path tree = directory.resolve("ext");
        RegressionSuite suite = RegressionSuite.read(tree, Optional.empty(), List.of());

        SuiteBuild build = SuiteBuild.of(tree, suite, Optional.of(installed), Optional.empty());

        assertThat(build.trees()).containsExactly(directory.resolve("contrib/helper"), tree);
        assertThat(build.notes())
                .containsExactly("EXTRA_INSTALL names contrib/nowhere: there is no nowhere.control in this PostgreSQL,"
                        + " and no such source beside this one; what its tests need of it fails");
        assertThat(SuiteBuild.of(tree, suite, Optional.empty(), Optional.empty())
                        .trees())
                .isEmpty();
    }

    @Test
    void anExtensionThatTheServerHasNotIsToldBeforeItsFilesRun() throws IOException {
        file("sql/a.sql");
        Path installed = directory.resolve("share/extension");

        RegressionSuite suite = suite("EXTENSION = one two\nREGRESS = a\n");

        assertThatThrownBy(() -> suite.requireInstalled(Optional.of(installed)))
                .isInstanceOf(UsageException.class)
                .hasMessage("one or two is not installed in this PostgreSQL: there is no "
                        + installed.resolve("one.control")
                        + "; make install puts it there, and --pg-config names another PostgreSQL");
        file("share/extension/two.control");
        suite.requireInstalled(Optional.of(installed));
        suite.requireInstalled(Optional.empty());
        suite("MODULES = lib\nREGRESS = a\n").requireInstalled(Optional.of(installed));
    }

    @Test
    void allThatTheTreeMakesIsBuiltThoughTheServerHasWhatItsTestsLoadBesides() throws IOException {
        file("sql/a.sql");
        file("share/extension/pgaudit.control");
        Optional<Path> installed = Optional.of(directory.resolve("share/extension"));
        RegressionSuite suite = suite("EXTENSION = addon more\nREGRESS = a\n"
                + "REGRESS_OPTS = --load-extension=pgaudit --load-extension=addon\n");

        assertThat(suite.subject().extensions()).containsExactly("addon", "more", "pgaudit");
        for (String made : List.of("addon", "more")) {
            assertThat(SuiteBuild.of(directory, suite, installed, Optional.empty())
                            .trees())
                    .containsExactly(directory);
            file("share/extension/" + made + ".control");
        }
        assertThat(SuiteBuild.of(directory, suite, installed, Optional.empty()).trees())
                .isEmpty();
    }

    @Test
    void aTestThatIsNamedTwiceRunsTwice() throws IOException {
        file("sql/setup.sql");
        file("sql/use.sql");

        assertThat(suite("REGRESS = setup use setup use\nREGRESS_OPTS = --temp-instance=tmp\n")
                        .tests())
                .containsExactly("setup", "use", "setup", "use");
    }

    @Test
    void whatMakeCannotReadIsReadAsText() throws IOException {
        file("sql/one.sql");

        RegressionSuite suite = suite("REGRESS = one $(words)\nwords = $(words)\n");

        assertThat(suite.tests()).containsExactly("one");
        assertThat(suite.notes())
                .singleElement()
                .asString()
                .startsWith("make cannot read the Makefile, so it was read as text: ");
    }

    @Test
    void whatAnswersBeforeMakeGivesUpCounts() throws IOException {
        file("sql/one.sql");

        RegressionSuite suite = suite("REGRESS = $(firstword one two)\ninclude nowhere/global.mk\n");

        assertThat(suite.tests()).containsExactly("one");
        assertThat(suite.notes()).isEmpty();
    }

    @Test
    void aScriptThatTheMakefileCopiesToOneWithAVersionIsNoTest() throws IOException {
        file("sql/my_ext.sql");
        file("sql/other.sql");
        file("sql/own.sql");
        Files.createDirectories(directory.resolve("expected"));
        Files.writeString(directory.resolve("expected/own.out"), "");
        Files.writeString(directory.resolve("my_ext.control"), "");

        assertThat(suite("EXTENSION = my_ext own\n").tests()).containsExactly("other", "own");
        assertThat(suite("EXTENSION = my_ext\nREGRESS = my_ext\n").tests()).containsExactly("my_ext");
    }

    @Test
    void installScriptsAreNoTests() throws IOException {
        file("sql/my_ext--1.0.sql");
        file("sql/my_ext--1.0--1.1.sql");
        file("sql/my_ext--devel.sql");
        file("sql/one.sql");

        RegressionSuite suite = suite("EXTENSION = my_ext\n");

        assertThat(suite.tests()).containsExactly("one");
        assertThat(suite.notes()).singleElement().asString().startsWith("the Makefile names no tests in REGRESS");
    }

    @Test
    void filesBelowTheTopAreFoundByTheirMakefileOrListed() throws IOException {
        file("regress/sql/one.sql");
        Files.writeString(directory.resolve("regress/Makefile"), "REGRESS = one\n");
        Files.createDirectories(directory.resolve("lib"));
        Files.writeString(directory.resolve("lib/my_ext.control.in"), "");

        RegressionSuite suite = suite("SUBDIRS = regress lib\n");

        assertThat(suite.directory()).isEqualTo(directory.resolve("regress"));
        assertThat(suite.subject().extensions()).containsExactly("my_ext");
        assertThat(suite.notes())
                .containsExactly("its regression files are those of regress, whose Makefile names them");

        file("more/sql/two.sql");
        Files.writeString(directory.resolve("more/Makefile"), "REGRESS = two\n");
        assertThatThrownBy(() -> suite("SUBDIRS = regress more\n"))
                .hasMessageContaining(
                        "give one of them: " + directory.resolve("more") + " " + directory.resolve("regress"));
    }

    @Test
    void theServerHasWhatTheTestsOwnConfigurationSays() throws IOException {
        file("sql/one.sql");
        Files.writeString(
                directory.resolve("my_ext.conf"), "shared_preload_libraries = 'other, my_ext'\nmy_ext.size = 7\n");

        RegressionSuite named =
                suite("MODULES = my_ext\nEXTRA_REGRESS_OPTS = --temp-config=$(top_srcdir)/x/my_ext.conf\n"
                        + "REGRESS = one\n");
        RegressionSuite beside = suite("MODULES = my_ext\nREGRESS = one\n");

        for (RegressionSuite suite : List.of(named, beside)) {
            PrivateClusterOptions options = suite.server().shape(PrivateClusterOptions.fromEnvironment());
            assertThat(options.preload()).containsExactly("pg_ext_memcheck", "other", "my_ext");
            assertThat(options.settings()).containsEntry("my_ext.size", "7").containsEntry("wal_level", "logical");
        }
        assertThat(named.notes()).isEmpty();
        assertThat(beside.notes()).containsExactly("the server has the settings of my_ext.conf");
    }

    @Test
    void aVariableOfItselfEnds() throws IOException {
        file("sql/one.sql");

        assertThat(suite("REGRESS = one $(REGRESS)\n").tests()).containsExactly("one");
    }

    @Test
    void aTestMayLieInAFolderOfItsOwn() throws IOException {
        file("sql/15.7/extra/join.sql");
        file("sql/15.7/extra/limit.sql");

        assertThat(suite("REGRESS = 15.7/extra/join 15.7/gone\n").tests()).containsExactly("15.7/extra/join");
        assertThatThrownBy(() -> suite("REGRESS = 15.20/extra/join\n"))
                .hasMessageContaining("there is no regression file 15.20/extra/join.sql in ");
    }

    private void file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "SELECT 1;\n");
    }

    private RegressionSuite suite(String makefile) throws IOException {
        Files.writeString(directory.resolve("Makefile"), makefile);
        return RegressionSuite.read(directory, Optional.empty(), List.of());
    }
}
