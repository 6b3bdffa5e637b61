package dev.memcheck.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a commit that is checked out is built and installed where nobody said how: as the files at its top tell, which change from commit
 * to commit.
 */
public final class CommitBuild {
    private static final String ARGUMENTS = " USE_PGXS=1 PG_CONFIG=\"$PG_CONFIG\" with_llvm=no";
    /** Each author's configure asks for it in a way of its own: by the variable, on PATH, or by an option. */
    private static final String FOUND = "PATH=\"$(dirname \"$PG_CONFIG\"):$PATH\"; export PATH; ";

    private CommitBuild() {}

    /**
     * The shell command for it; empty if CMake or Meson are to build it, by {@link #install}.
     *
     * @param source where the commit is checked out
     * @throws SourceException if its files do not tell how
     */
    public static Optional<String> command(Path source) throws IOException {
        boolean configured = Files.isRegularFile(source.resolve("configure"));
        if (configured || generated(source)) {
            return Optional.of(FOUND + (configured ? "" : "sh ./autogen.sh && ") + configure(source) + " && " + make());
        }
        Optional<BuildTool> tool = BuildTool.of(source);
        if (tool.isPresent()) {
            return tool.filter(BuildTool.MAKE::equals).map(unused -> make());
        }
        return Optional.of(CargoCrate.read(source)
                .map(CommitBuild::cargo)
                .orElseThrow(() -> new SourceException(
                        "there is no Makefile, configure, CMakeLists.txt, meson.build or crate of pgrx in it")));
    }

    private static boolean generated(Path source) {
        return Files.isRegularFile(source.resolve("autogen.sh"))
                && (Files.isRegularFile(source.resolve("configure.ac"))
                        || Files.isRegularFile(source.resolve("configure.in")));
    }

    private static String configure(Path source) throws IOException {
        for (String file : new String[] {"configure.ac", "configure.in", "configure"}) {
            Path at = source.resolve(file);
            if (Files.isRegularFile(at) && new String(Files.readAllBytes(at)).contains("pgconfig")) {
                return "sh ./configure -q --with-pgconfig=\"$PG_CONFIG\"";
            }
        }
        return "sh ./configure -q";
    }

    /** Side by side; where that fails it may be that the rules do not say what needs what. */
    private static String make() {
        String make = "make -s" + ARGUMENTS;
        return "{ make -s -j" + Runtime.getRuntime().availableProcessors() + ARGUMENTS + " || " + make + "; } && "
                + make + " install";
    }

    private static String cargo(CargoCrate crate) {
        String features = crate.features().contains("pg15")
                ? " --no-default-features --features \"pg$(\"$PG_CONFIG\" --version | sed 's/^PostgreSQL \\([0-9]*\\).*/\\1/')\""
                : "";
        return "cargo pgrx install --manifest-path '" + crate.directory().resolve("Cargo.toml")
                + "' --pg-config \"$PG_CONFIG\"" + features;
    }

    /**
     * Builds it by CMake or Meson, and installs it.
     *
     * @param source where the commit is checked out
     * @param pgConfig of a copy of the server
     * @param copy that {@link OwnInstallation#copy} made there
     * @param stop that may end it
     * @throws SourceException if it cannot be built
     */
    public static void install(Path source, Path pgConfig, Path copy, BuildStop stop) throws IOException {
        BuildTool tool = BuildTool.of(source).orElseThrow();
        OwnInstallation.install(tool, source, pgConfig, copy, stop);
    }
}
