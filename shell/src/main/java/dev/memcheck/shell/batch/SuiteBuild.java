package dev.memcheck.shell.batch;

import dev.memcheck.source.BuildTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a suite is to be built before it can run: its extension, if the server has it not, and what EXTRA_INSTALL names, first.
 *
 * @param trees that can be built here, in the order in which they are built
 * @param notes what EXTRA_INSTALL names and is neither installed nor found
 */
public record SuiteBuild(List<Path> trees, List<String> notes) {
    public SuiteBuild {
        trees = List.copyOf(trees);
        notes = List.copyOf(notes);
    }

    /**
     * @param given the source tree
     * @param installed where the server has its extensions; empty if that is not known
     * @param libraries where it has its libraries; likewise
     */
    public static SuiteBuild of(Path given, RegressionSuite suite, Optional<Path> installed, Optional<Path> libraries) {
        List<Path> trees = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (installed.isEmpty()) {
            return new SuiteBuild(trees, notes);
        }
        for (String extra : suite.extraInstall()) {
            String name = Path.of(extra).getFileName().toString();
            if (Files.exists(installed.get().resolve(name + ".control"))) {
                continue;
            }
            Optional<Path> tree = tree(suite.directory(), extra);
            tree.ifPresent(trees::add);
            if (tree.isEmpty()) {
                notes.add(
                        "EXTRA_INSTALL names " + extra + ": there is no " + name
                                + ".control in this PostgreSQL, and no such source beside this one; what its tests need of it fails");
            }
        }
        boolean isAbsent = !suite.isInstalled(installed)
                || libraries.filter(suite.subject()::lacksLibraries).isPresent()
                || makesItsControlFile(given, suite);
        if (isAbsent) {
            // Where the top has nothing to build, a folder below it has, with the tests.
            Stream.of(given, suite.directory())
                    .filter(tree -> BuildTool.of(tree).isPresent())
                    .findFirst()
                    .ifPresent(trees::add);
        }
        return new SuiteBuild(trees, notes);
    }

    /** CMake and Meson may make it, and nothing tells its name before. */
    private static boolean makesItsControlFile(Path given, RegressionSuite suite) {
        return suite.subject().extensions().isEmpty()
                && suite.subject().libraries().isEmpty()
                && BuildTool.of(given).filter(tool -> tool != BuildTool.MAKE).isPresent();
    }

    /** Where the server's source has it, or beside the extension. */
    private static Optional<Path> tree(Path directory, String extra) {
        Path top = directory.toAbsolutePath().normalize();
        return Stream.of("", "..", "../..", "../../..")
                .flatMap(way -> Stream.of(extra, Path.of(extra).getFileName().toString())
                        .map(name -> top.resolve(way).resolve(name).normalize()))
                .filter(tree -> !tree.equals(top) && BuildTool.of(tree).isPresent())
                .findFirst();
    }
}
