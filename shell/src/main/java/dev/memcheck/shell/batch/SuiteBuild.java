package dev.memcheck.shell.batch;

import dev.memcheck.source.Makefile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a suite is to be built before it can run: its extension, if the server has it not, and what EXTRA_INSTALL names, first.
 *
 * @param trees with Makefiles, in the order in which they are built
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
     */
    public static SuiteBuild of(Path given, RegressionSuite suite, Optional<Path> installed) {
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
        if (!suite.isInstalled(installed) && Makefile.isIn(given)) {
            trees.add(given);
        }
        return new SuiteBuild(trees, notes);
    }

    /** Where the server's source has it, or beside the extension. */
    private static Optional<Path> tree(Path directory, String extra) {
        Path top = directory.toAbsolutePath().normalize();
        return Stream.of("", "..", "../..", "../../..")
                .flatMap(way -> Stream.of(extra, Path.of(extra).getFileName().toString())
                        .map(name -> top.resolve(way).resolve(name).normalize()))
                .filter(tree -> !tree.equals(top) && Makefile.isIn(tree))
                .findFirst();
    }
}
