package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Source trees whose files are not where, or not what, PGXS has them. */
class BuiltTreesTest {
    @TempDir
    Path directory;

    @Test
    void aMakefileComesBeforeOtherTools() throws IOException {
        assertThat(BuildTool.of(directory)).isEmpty();

        file("meson.build", "project('e', 'c')\n");
        assertThat(BuildTool.of(directory)).contains(BuildTool.MESON);
        assertThat(BuildTool.MESON.byHand(directory))
                .endsWith(" meson setup build " + directory + " && ninja -C build install");
        file("CMakeLists.txt", "project(e)\n");
        file("cmake/FindServer.cmake", "# PG_CONFIG\nfind_program(PostgreSQL_PG NAMES pg_config)\n");
        assertThat(BuildTool.of(directory)).contains(BuildTool.CMAKE);
        assertThat(BuildTool.CMAKE
                        .commands(directory, Path.of("/pg/bin/pg_config"))
                        .get(0))
                .contains("-DPostgreSQL_PG=/pg/bin/pg_config");
        file("Makefile", "all:\n");
        assertThat(BuildTool.of(directory)).contains(BuildTool.MAKE);
        file("Cargo.toml", "");
        assertThat(BuildTool.of(directory)).contains(BuildTool.MAKE);
        file("Makefile", "REGRESS = a\ninclude $(PGXS)\n");
        assertThat(BuildTool.of(directory)).contains(BuildTool.MAKE);
    }

    @Test
    void theFirstErrorIsTheReasonWhyABuildFailed() {
        assertThat(run("uri.c:3:10: fatal error: uri.h: No such file\ncompilation terminated.\nmake: *** [x] Error 1\n")
                        .firstError())
                .isEqualTo("uri.c:3:10: fatal error: uri.h: No such file");
        assertThat(
                        run("-- looking\nCMake Error at CMakeLists.txt:3 (message):\n  there is no server\n\n-- incomplete\n")
                                .firstError())
                .isEqualTo("CMake Error at CMakeLists.txt:3 (message): there is no server");
        assertThat(run("ld: cannot find -lpam: No such file\ncollect2: error: ld returned 1 exit status\n")
                        .firstError())
                .startsWith("ld: cannot find -lpam");
        assertThat(run("rst2html: No such file\nmake: *** [x] Error 127\nmake: *** Deleting file 'a.html'\n")
                        .firstError())
                .isEqualTo("rst2html: No such file");
    }

    @Test
    void aTargetThatThereIsNotIsTold() throws IOException {
        file("Makefile", "install:\n\ttrue\nbroken: no/such.file\n");

        assertThat(made("all").lacks("all")).isTrue();
        assertThat(made("install").lacks("install")).isFalse();
        assertThat(made("broken").lacks("broken")).isFalse();
    }

    private MakeRun made(String target) throws IOException {
        return MakeRun.output(directory, MakeRun.command("Makefile", Optional.empty(), 30, target), "");
    }

    @Test
    void aScriptIsTakenThatLiesBesideItsControlFile() throws IOException {
        file("ext/e.control", "default_version = '1.5'\n");
        file("ext/sql/e.sql", "CREATE FUNCTION made() RETURNS int AS '';");

        assertThat(ExtensionSource.read(directory, Optional.empty()).scripts()).hasSize(1);
    }

    private static MakeRun run(String text) {
        return new MakeRun(text, 2);
    }

    @Test
    void aRecipeThatCallsPgRegressNamesTests() throws IOException {
        file(
                "Makefile",
                "CHECKS = setup second\\\n third\nCHECKS += last\nOPTS = --no-locale --temp-config e.conf\nprogram = echo hello && $(top)/bin/pg_regress\n"
                        + "REGRESS =\nall:\n\ncheck: regresscheck\n\nregresscheck:\n\t$(program)_check\n"
                        + "\tPATH=x:$$PATH /pg/bin/pg_regress --temp-instance=./tmp $(OPTS) $(CHECKS) || (cat regression.diffs && exit 1)\n"
                        + "other:\n\t/pg/bin/pg_regress --schedule=./all || exit 1\n");

        Optional<RegressRecipe> recipe = RegressRecipe.of(directory, Optional.empty());

        assertThat(recipe).isPresent();
        assertThat(recipe.get().target()).isEqualTo("regresscheck");
        assertThat(recipe.get().words())
                .containsExactly("--no-locale", "--temp-config", "e.conf", "setup", "second", "third", "last");
        assertThat(recipe.get().others()).containsExactly("other");
        file("Makefile", "all:\n\techo pg_regress\n");
        assertThat(RegressRecipe.of(directory, Optional.empty())).isEmpty();
    }

    @Test
    void oneOfSeveralExtensionsIsTakenByItsName() throws IOException {
        for (String name : List.of("first", "second")) {
            file(name + ".control", "default_version = '1.0'\n");
            file(name + "--1.0.sql", "CREATE FUNCTION of_" + name + "() RETURNS int AS '';");
        }
        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty()))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith(" has 2: first second; --extension first takes that one");
        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty(), Optional.of("third")))
                .isInstanceOf(SourceException.class)
                .hasMessage("there is no third.control in " + directory + "; it has first second");

        ExtensionSource source = ExtensionSource.read(directory, Optional.empty(), Optional.of("second"));

        assertThat(source.name()).isEqualTo("second");
        assertThat(FirstSession.of(source).text()).contains("of_second()").doesNotContain("of_first");
    }

    @Test
    void oneThatABuildMakesIsTakenFromTheServer() throws IOException {
        file("tree/CMakeLists.txt", "project(e)\n");
        file("share/extension/e.control", "default_version = '1.0'\n");
        file("share/extension/e--1.0.sql", "CREATE FUNCTION made() RETURNS int AS '';");
        Path tree = directory.resolve("tree");
        Optional<Path> installed = Optional.of(directory.resolve("share/extension"));

        assertThatThrownBy(() -> ExtensionSource.read(tree, installed))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith(
                        "; what builds it may make one: build and install it, and --extension NAME takes the server's");
        assertThat(ExtensionSource.read(tree, installed, Optional.of("e")).scripts())
                .hasSize(1);
    }

    @Test
    void filesAreFoundDeepAndNotInHiddenFolders() throws IOException {
        file("a/b/c/d/e/f/deep.control", "default_version = '1.0'\n");
        file(".git/x/hidden.control", "");
        file("a/.venv/hidden.control", "");

        assertThat(SourceFiles.below(directory, ".control"))
                .containsExactly(directory.resolve("a/b/c/d/e/f/deep.control"));
    }

    private void file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
