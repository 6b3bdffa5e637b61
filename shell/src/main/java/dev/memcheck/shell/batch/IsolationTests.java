package dev.memcheck.shell.batch;

import dev.memcheck.source.Makefile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The isolation tests of an extension: those that its Makefile names, or that a recipe of its own runs.
 *
 * @param home the directory that holds {@code specs} and {@code expected}: where ISOLATION_OPTS says, beside the Makefile, or {@code isolation}
 * @param names of the files in {@code specs}, without the suffix
 * @param extensions that ISOLATION_OPTS creates first
 * @param absent what the Makefile names and {@code specs} has not
 * @param elsewhere specifications in another of these directories, with its name
 */
public record IsolationTests(
        Path home, List<String> names, List<String> extensions, List<String> absent, List<String> elsewhere) {
    private static final Pattern NAME = Pattern.compile("[\\w./+][\\w./+-]*");
    private static final String FOLDER = "isolation";

    public IsolationTests {
        extensions = List.copyOf(extensions);
        names = List.copyOf(names);
        absent = List.copyOf(absent);
        elsewhere = List.copyOf(elsewhere);
    }

    static IsolationTests read(Path directory, Makefile makefile) throws IOException {
        // An option, or what was not read, is no name.
        List<String> named = (Makefile.isIn(directory) ? makefile.words("ISOLATION") : MesonTests.isolation(directory))
                .stream().filter(name -> NAME.matcher(name).matches()).toList();
        RegressOptions options = new RegressOptions(makefile.value("ISOLATION_OPTS"));
        List<Path> homes = Stream.concat(options.last("--inputdir").stream(), Stream.of("", FOLDER))
                .map(name -> directory.resolve(name).normalize())
                .distinct()
                .toList();
        Path home = directory;
        List<String> present = List.of();
        for (Path each : homes) {
            List<String> there = specifications(each);
            if (present.isEmpty()
                    && (named.isEmpty() ? !there.isEmpty() : there.stream().anyMatch(named::contains))) {
                home = each;
                present = there;
            }
        }
        List<String> elsewhere = new ArrayList<>();
        for (Path each : homes) {
            if (!each.equals(home)) {
                specifications(each).forEach(name -> elsewhere.add(directory.relativize(each) + "/specs/" + name));
            }
        }
        return new IsolationTests(
                home,
                named.isEmpty()
                        ? present
                        : named.stream().filter(present::contains).toList(),
                options.all("--load-extension"),
                missing(named, present),
                elsewhere);
    }

    private static List<String> missing(List<String> named, List<String> present) {
        return named.stream().filter(name -> !present.contains(name)).toList();
    }

    private static List<String> specifications(Path home) throws IOException {
        return SuiteHome.baseNames(home.resolve("specs"), ".spec");
    }

    /** No tests at all. */
    static IsolationTests none(Path directory) {
        return new IsolationTests(directory, List.of(), List.of(), List.of(), List.of());
    }

    /** Some of them. */
    IsolationTests only(List<String> chosen) {
        return new IsolationTests(
                home, chosen.stream().filter(names::contains).toList(), extensions, List.of(), List.of());
    }
}
