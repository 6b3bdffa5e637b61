package dev.memcheck.backend.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a suite of regression files is about, as far as its directory tells.
 *
 * @param extensions that the files are to create, or that are created before them
 * @param own those of them that are built of the directory
 * @param libraries base names without {@code .so}
 */
public record RegressionSubject(List<String> extensions, List<String> own, Set<String> libraries) {
    public RegressionSubject {
        extensions = List.copyOf(extensions);
        own = List.copyOf(own);
        libraries = Set.copyOf(libraries);
    }

    /** All of them are its own. */
    public RegressionSubject(List<String> extensions, Set<String> libraries) {
        this(extensions, extensions, libraries);
    }

    /** The library of a path as the catalog or a control file has it: {@code $libdir/postgis-3} is {@code postgis-3}. */
    public static String libraryOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.endsWith(".so") ? name.substring(0, name.length() - ".so".length()) : name;
    }

    /** Without libraries that the server has not got: a control file may name one though all functions are in SQL. */
    RegressionSubject installed(Path directory) {
        return new RegressionSubject(
                extensions,
                own,
                libraries.stream()
                        .filter(library -> Files.exists(directory.resolve(library + ".so")))
                        .collect(Collectors.toSet()));
    }

    /** Those of its own that the server has not. */
    public List<String> absent(Path directory) {
        return own.stream()
                .filter(name -> Files.notExists(directory.resolve(name + ".control")))
                .toList();
    }

    /** Whether it has libraries only, and none of them lies there. */
    public boolean lacksLibraries(Path directory) {
        return extensions.isEmpty()
                && !libraries.isEmpty()
                && installed(directory).libraries().isEmpty();
    }

    /** As a sentence names it. */
    public String words() {
        return !extensions.isEmpty()
                ? String.join(" or ", extensions)
                : String.join(" or ", libraries.stream().sorted().toList());
    }
}
