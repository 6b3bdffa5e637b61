package dev.memcheck.shell.batch;

import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.Makefile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where in a source tree the regression files are: at the top, or in the one folder below whose Makefile names some.
 *
 * @param directory of the Makefile
 * @param extension folders in which control files may be
 * @param notes that it was not where it was looked for
 */
record SuiteHome(Path directory, List<Path> extension, List<String> notes) {
    private static final int DEEPEST = 5;
    private static final List<String> VARIABLES = List.of("REGRESS", "REGRESS_OPTS", "ISOLATION");

    /** @throws UsageException if there are several, which are listed */
    static SuiteHome find(Path given, Optional<Path> pgConfig) throws IOException {
        List<Path> below = folders(given);
        if (Files.isDirectory(given.resolve("sql")) || names(given, pgConfig)) {
            return new SuiteHome(given, hasControl(given) ? List.of(given) : with(given, below), List.of());
        }
        List<Path> homes = new ArrayList<>();
        for (Path folder : below) {
            if (names(folder, pgConfig)) {
                homes.add(folder);
            }
        }
        boolean areNamed = !homes.isEmpty();
        if (!areNamed) {
            homes.addAll(deeper(given));
        }
        if (homes.size() > 1) {
            throw new UsageException("there are several suites of regression files below " + given
                    + "; give one of them: "
                    + String.join(" ", homes.stream().map(Path::toString).toList()));
        }
        return homes.isEmpty()
                ? new SuiteHome(given, with(given, below), List.of())
                : new SuiteHome(
                        homes.get(0),
                        with(given, below),
                        List.of("its regression files are those of " + given.relativize(homes.get(0))
                                + (areNamed ? ", whose Makefile names them" : ", which no Makefile names")));
    }

    /** Folders further down with files and what is expected of them. */
    private static List<Path> deeper(Path given) throws IOException {
        try (Stream<Path> paths = Files.walk(given, DEEPEST)) {
            return paths.filter(path -> path.endsWith("sql") && Files.isDirectory(path))
                    .map(Path::getParent)
                    .filter(home -> Files.isDirectory(home.resolve("expected")))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** The top itself, whatever it has. */
    static SuiteHome top(Path given) throws IOException {
        List<Path> below = folders(given);
        return new SuiteHome(given, hasControl(given) ? List.of(given) : with(given, below), List.of());
    }

    private static boolean names(Path folder, Optional<Path> pgConfig) {
        Makefile makefile = Makefile.read(folder, pgConfig, VARIABLES);
        return !makefile.words("REGRESS").isEmpty()
                || !makefile.words("ISOLATION").isEmpty()
                || makefile.value("REGRESS_OPTS").contains("--schedule")
                || makefile.value("REGRESS_OPTS").contains("--inputdir");
    }

    private static List<Path> with(Path first, List<Path> others) {
        List<Path> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    static boolean hasControl(Path folder) throws IOException {
        return files(folder).stream().anyMatch(file -> file.toString().matches(".*\\.control(\\.in)?"));
    }

    private static List<Path> folders(Path top) throws IOException {
        if (!Files.isDirectory(top)) {
            throw new UsageException("there is no directory " + top);
        }
        try (Stream<Path> paths = Files.list(top)) {
            return paths.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** The files of a folder by name. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Of the files with this suffix, without it; none if there is no such folder. */
    static List<String> baseNames(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }
}
