package dev.memcheck.shell.batch;

import dev.memcheck.source.CheckFiles;
import dev.memcheck.source.Makefile;
import dev.memcheck.source.RegressRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What of a Makefile could not be read, and what of its tests is not run here, with the reason. */
final class SuiteNotes {
    private SuiteNotes() {}

    static String of(RegressRecipe recipe) {
        return "its tests are those that make " + recipe.target() + " gives to pg_regress"
                + (recipe.others().isEmpty()
                        ? ""
                        : "; others are those of make " + String.join(", make ", recipe.others())
                                + ", which --command runs where all sessions are watched");
    }

    static List<String> of(
            Path directory, Makefile makefile, boolean named, IsolationTests isolation, CheckFiles prepared)
            throws IOException {
        List<String> notes = new ArrayList<>(makefile.note().stream().toList());
        if (!prepared.made().isEmpty()) {
            notes.add("made first, as make installcheck does: " + String.join(" ", prepared.made()));
        }
        prepared.failure().ifPresent(why -> notes.add("make cannot make what its tests need: " + why));
        if (!named) {
            notes.add((Makefile.isIn(directory)
                            ? "the Makefile names no tests in REGRESS"
                            : "there is no Makefile, and no meson.build that names tests")
                    + ", so all files of sql are run by name; where its own way to test prepares a database for them, one"
                    + " whose name comes first can do that here"
                    + OwnWayToTest.target(directory)
                            .map(target -> ", and --command 'make " + target + "' runs it as it is")
                            .orElse(""));
        }
        if (!isolation.absent().isEmpty()) {
            notes.add("named in ISOLATION, but not in specs: " + String.join(", ", isolation.absent()));
        }
        if (!isolation.elsewhere().isEmpty()) {
            notes.add("not run: the isolation tests " + String.join(", ", isolation.elsewhere())
                    + ", which the Makefile does not name");
        }
        List<String> scripts = scripts(directory, makefile.words("PROVE_TESTS"));
        if (!scripts.isEmpty() || !makefile.words("TAP_TESTS").isEmpty()) {
            notes.add("not run: its TAP tests (" + (scripts.isEmpty() ? "t/*.pl" : String.join(", ", scripts))
                    + "), which start and stop servers of their own");
        }
        return notes;
    }

    /** Where PROVE_TESTS says, each a file or all of a folder; in {@code t} if it says nothing. */
    private static List<String> scripts(Path directory, List<String> named) throws IOException {
        List<String> scripts = new ArrayList<>();
        for (String name : named.isEmpty() ? List.of("t/*.pl") : named) {
            Path folder = directory.resolve(name.substring(0, name.lastIndexOf('/') + 1));
            String file = name.substring(name.lastIndexOf('/') + 1);
            SuiteHome.baseNames(folder, ".pl").stream()
                    .filter(script -> file.equals("*.pl") || file.equals(script + ".pl"))
                    .forEach(scripts::add);
        }
        return scripts;
    }
}
