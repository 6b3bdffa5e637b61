package dev.memcheck.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What builds a source tree, as the files at its top tell. */
public enum BuildTool {
    MAKE,
    CMAKE,
    MESON;

    private static final String FOLDER = "memcheck-build";
    private static final Pattern CMAKE_FILE = Pattern.compile("CMakeLists\\.txt|.*\\.cmake");
    /** As it looks for the program itself, or what it says to give. */
    private static final List<Pattern> CMAKE_VARIABLES = List.of(
            Pattern.compile("(?i)\\bfind_program\\s*\\(\\s*(\\w+)\\s+(?:NAMES\\s+)?[\"']?pg_config\\b"),
            Pattern.compile("\\b(PG_CONFIG|PostgreSQL_CONFIG|POSTGRESQL_CONFIG|PG_CONFIG_PATH)\\b"));

    private static final Pattern BUILDS = Pattern.compile("(?m)^(?:all\\b[^:=\\n]*::?(?!=)|[ \\t]*[-s]?include\\b)");

    /**
     * A Makefile comes first where there are several: who has one has it for PGXS. One beside a crate that builds nothing itself is left
     * out: it only runs the tests.
     */
    public static Optional<BuildTool> of(Path tree) {
        if (Makefile.isIn(tree) && !isForTestsOfACrate(tree)) {
            return Optional.of(MAKE);
        }
        if (Files.isRegularFile(tree.resolve("CMakeLists.txt"))) {
            return Optional.of(CMAKE);
        }
        return Files.isRegularFile(tree.resolve("meson.build")) ? Optional.of(MESON) : Optional.empty();
    }

    private static boolean isForTestsOfACrate(Path tree) {
        try {
            return Files.isRegularFile(tree.resolve("Cargo.toml"))
                    && !BUILDS.matcher(Files.readString(
                                    tree.resolve(Makefile.file(tree).orElseThrow()), StandardCharsets.ISO_8859_1))
                            .find();
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** What a user types to build and install it, where PG_CONFIG stands for that program. */
    public String byHand(Path tree) throws IOException {
        return switch (this) {
            case MAKE -> "make install PG_CONFIG=PG_CONFIG";
            case CMAKE ->
                "cmake -S " + tree + " -B build -D" + cmakeVariable(tree)
                        + "=PG_CONFIG && cmake --build build && cmake --install build";
            case MESON -> "PATH=$(dirname PG_CONFIG):$PATH meson setup build " + tree + " && ninja -C build install";
        };
    }

    /** The commands that build it inside the tree; the last one installs it, below {@code DESTDIR} but for make. */
    List<List<String>> commands(Path tree, Path pgConfig) throws IOException {
        return switch (this) {
            case MAKE -> throw new IllegalStateException("make is run as for PGXS");
            case CMAKE ->
                List.of(
                        List.of("cmake", "-S", ".", "-B", FOLDER, "-D" + cmakeVariable(tree) + "=" + pgConfig),
                        List.of("cmake", "--build", FOLDER, "--parallel", processors()),
                        List.of("cmake", "--install", FOLDER));
            case MESON ->
                List.of(
                        List.of("meson", "setup", FOLDER),
                        List.of("meson", "compile", "-C", FOLDER),
                        List.of("meson", "install", "--no-rebuild", "-C", FOLDER));
        };
    }

    private static String processors() {
        return String.valueOf(Runtime.getRuntime().availableProcessors());
    }

    /** The one that its files speak of; each author has one of his own. */
    private static String cmakeVariable(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(tree, 2)) {
            files = found.filter(file ->
                            CMAKE_FILE.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        for (Pattern variable : CMAKE_VARIABLES) {
            for (Path file : files) {
                Optional<String> named = variable.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .results()
                        .map(name -> name.group(1))
                        .findFirst();
                if (named.isPresent()) {
                    return named.get();
                }
            }
        }
        return "PG_CONFIG";
    }
}
