package dev.memcheck.shell.batch;

import dev.memcheck.source.Makefile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The isolation tests of an extension: those that its Makefile names, or that a recipe of its own runs.
 *
 * @param names of the files in {@code specs}, without the suffix
 * @param absent what the Makefile names and {@code specs} has not
 */
record IsolationTests(List<String> names, List<String> absent) {
    private static final Pattern NAME = Pattern.compile("[\\w./+][\\w./+-]*");

    IsolationTests {
        names = List.copyOf(names);
        absent = List.copyOf(absent);
    }

    static IsolationTests read(Path directory, Makefile makefile) throws IOException {
        List<String> present = SuiteHome.baseNames(directory.resolve("specs"), ".spec");
        // An option, or what was not read, is no name.
        List<String> named = makefile.words("ISOLATION").stream()
                .filter(name -> NAME.matcher(name).matches())
                .toList();
        return new IsolationTests(
                named.isEmpty()
                        ? present
                        : named.stream().filter(present::contains).toList(),
                named.stream().filter(name -> !present.contains(name)).toList());
    }

    /** Some of them. */
    IsolationTests only(List<String> chosen) {
        return new IsolationTests(chosen.stream().filter(names::contains).toList(), List.of());
    }
}
