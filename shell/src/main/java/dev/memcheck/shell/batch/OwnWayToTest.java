package dev.memcheck.shell.batch;

import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.BuildTool;
import dev.memcheck.source.CargoCrate;
import dev.memcheck.source.Makefile;
import dev.memcheck.source.RegressRecipe;
import dev.memcheck.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a source tree is tested and built that does not do it as PGXS does, as far as its files tell. */
final class OwnWayToTest {
    private static final Pattern TARGET = Pattern.compile("(?m)^(test|check|tests|installcheck)[ \\t]*::?(?!=)");
    private static final Pattern PGTAP = Pattern.compile("(?i)\\b(?:plan[ \\t]*\\([ \\t]*\\d|no_plan[ \\t]*\\()");
    private static final List<String> FOLDERS = List.of("", "test", "tests", "t", "test/sql", "test/tests");

    private OwnWayToTest() {}

    /** What a user may give so that it is watched: the part of a sentence. */
    static String advice(Path directory) throws IOException {
        Optional<String> crate = crate(directory);
        if (crate.isPresent()) {
            return crate.get();
        }
        Optional<String> tap = pgTap(directory);
        Optional<String> target = target(directory);
        String given = " " + directory + " runs it where all sessions are watched";
        if (target.isPresent()) {
            return "--command 'make " + target.get() + "'" + given;
        }
        if (tap.isPresent()) {
            return "its tests are pgTAP's (" + tap.get()
                    + "), which pg_prove runs: --command 'createdb t && ... pg_prove -d t " + tap.get() + "'" + given;
        }
        List<String> scripts = SuiteHome.baseNames(directory.resolve("t"), ".pl");
        if (!scripts.isEmpty()) {
            return "its TAP tests (" + String.join(", ", scripts)
                    + ") start and stop servers of their own, and are not run";
        }
        return "--command COMMAND" + given + ", if one tests it on a server that is there"
                + (SuiteHome.hasControl(directory)
                        ? "; memcheck init " + directory + " writes a session file that calls its functions"
                        : "");
    }

    private static Optional<String> crate(Path directory) throws IOException {
        Optional<CargoCrate> crate;
        try {
            crate = CargoCrate.read(directory);
        } catch (SourceException none) {
            return Optional.empty();
        }
        if (crate.isEmpty()) {
            return Optional.empty();
        }
        boolean areTests = crate.get().hasTests();
        String more = areTests ? " pg_test" : "";
        return Optional.of((areTests ? "its tests are #[pg_test] functions of a pgrx crate" : "it is a pgrx crate")
                + ": cargo pgrx install --manifest-path "
                + crate.get().directory().resolve("Cargo.toml")
                + " --pg-config PG_CONFIG --no-default-features --features"
                + " \"pgMAJOR" + more + "\", then memcheck init " + directory
                + " writes a session file with a window for each " + (areTests ? "of them" : "of its functions")
                + ", which memcheck run runs");
    }

    /**
     * The recipe of its Makefile that calls pg_regress, if one does.
     *
     * @param isChosen whether the user has named tests
     * @throws UsageException if a program of the author's calls pg_regress for it, and the user has not
     */
    static Optional<RegressRecipe> recipe(Path directory, Optional<Path> pgConfig, boolean isChosen)
            throws IOException {
        Optional<RegressRecipe> recipe = RegressRecipe.of(directory, pgConfig);
        Optional<String> wrapper = RegressRecipe.wrapper(directory);
        if (recipe.isEmpty() && !isChosen && wrapper.isPresent()) {
            throw new UsageException("the tests of " + directory + " are run by " + wrapper.get()
                    + ", which makes servers of its own for them, so that they are not run here; name those that need no more than"
                    + " one server: memcheck pgregress " + directory + " TEST...");
        }
        return recipe;
    }

    /** The target of its Makefile that is not PGXS's. */
    static Optional<String> target(Path directory) throws IOException {
        Optional<String> file = Makefile.file(directory);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return TARGET.matcher(Files.readString(directory.resolve(file.get()), StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static Optional<String> pgTap(Path directory) throws IOException {
        for (String folder : FOLDERS) {
            List<String> found = new ArrayList<>();
            for (String name : SuiteHome.baseNames(directory.resolve(folder), ".sql")) {
                String text =
                        Files.readString(directory.resolve(folder).resolve(name + ".sql"), StandardCharsets.ISO_8859_1);
                if (PGTAP.matcher(text).find()) {
                    found.add(name);
                }
            }
            if (!found.isEmpty()) {
                String name = found.size() == 1 ? found.get(0) : "*";
                return Optional.of((folder.isEmpty() ? "" : folder + "/") + name + ".sql");
            }
        }
        return Optional.empty();
    }

    /** The commands that put it into a server, where that is not make's; empty where it is, or where nothing tells. */
    static Optional<String> building(Path directory) throws IOException {
        Optional<BuildTool> tool = BuildTool.of(directory);
        if (tool.isPresent()) {
            return tool.get() == BuildTool.MAKE
                    ? Optional.empty()
                    : Optional.of("it is built so: " + tool.get().byHand(directory));
        }
        if (Files.isRegularFile(directory.resolve("Cargo.toml"))) {
            return Optional.of("it is built by cargo, which pgregress does not do: cd " + directory
                    + " && cargo pgrx install --pg-config PG_CONFIG");
        }
        return Files.isRegularFile(directory.resolve("pom.xml"))
                ? Optional.of("it is built by Maven, which pgregress does not do; build and install it")
                : Optional.empty();
    }
}
