package dev.memcheck.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL of our own, into which source trees are built and installed, so that the one that is there is left as it is: its programs
 * are copied, since they look for their files from where they lie, and so is what an extension may install once more, since who writes to a
 * link writes to what it leads to. All else is links to its files. The trees are copied as well.
 */
public final class OwnInstallation {
    private static final int SECONDS = 600;
    private static final Pattern VALUE = Pattern.compile("([A-Z-]+) = (/.*)");
    private static final String PROGRAMS = "BINDIR";
    private static final List<String> PARTS =
            List.of("PKGLIBDIR", "SHAREDIR", "INCLUDEDIR", "PKGINCLUDEDIR", "INCLUDEDIR-SERVER");
    /** Of another server, perhaps. */
    private static final Set<String> MADE = Set.of("o", "so", "bc", "a");

    /** What extensions install. */
    private static final Set<String> INSTALLED = Set.of("so", "control", "sql");

    private final Path pgConfig;
    private final Path root;
    private final BuildStop stop;

    private OwnInstallation(Path pgConfig, Path root, BuildStop stop) {
        this.pgConfig = pgConfig;
        this.root = root;
        this.stop = stop;
    }

    /**
     * Makes it, with these trees in it. A tree is built by its Makefile, as for PGXS, or else by CMake or Meson.
     *
     * @param pgConfig the program that lies with those of the server
     * @param root a directory that is made for it
     * @param stop that may end what builds them
     * @throws SourceException if a tree cannot be built
     */
    public static OwnInstallation of(Path pgConfig, List<Path> trees, Path root, BuildStop stop) throws IOException {
        Path server = root.resolve("pg");
        OwnInstallation installation = new OwnInstallation(copy(pgConfig, server), server, stop);
        int number = 0;
        for (Path tree : trees) {
            installation.build(tree, root.resolve("source" + ++number));
        }
        return installation;
    }

    /**
     * Builds a tree where it lies, by CMake or Meson, and installs it.
     *
     * @param copied a {@code pg_config} that {@link #copy} gave
     * @param root that was given to it
     * @param stop that may end what builds it
     * @throws SourceException if it cannot be built
     */
    static void install(BuildTool tool, Path tree, Path copied, Path root, BuildStop stop) throws IOException {
        new OwnInstallation(copied, root, stop).stage(tool, tree, tree);
    }

    /** Its {@code pg_config}. */
    public Path pgConfig() {
        return pgConfig;
    }

    /**
     * Makes it without any tree.
     *
     * @param pgConfig the program that lies with those of the server
     * @param root a directory that is made for it
     * @return its {@code pg_config}
     * @throws SourceException if that server cannot be copied
     */
    public static Path copy(Path pgConfig, Path root) throws IOException {
        Map<String, Path> places = places(pgConfig);
        Path programs = places.get(PROGRAMS);
        Path prefix = programs;
        for (String part : PARTS) {
            while (!places.get(part).startsWith(prefix)) {
                prefix = prefix.getParent();
            }
        }
        for (String part : PARTS) {
            link(places.get(part), root.resolve(prefix.relativize(places.get(part))));
        }
        Path libraries = root.resolve(prefix.relativize(places.getOrDefault("LIBDIR", programs)));
        if (Files.notExists(libraries) && libraries.startsWith(root)) {
            Files.createDirectories(libraries.getParent());
            Files.createSymbolicLink(libraries, places.get("LIBDIR"));
        }
        Path copy = root.resolve(prefix.relativize(programs));
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(programs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        copy.resolve(file.getFileName()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path own = copy.resolve(pgConfig.getFileName());
        if (!places(own).get(PARTS.get(0)).startsWith(root)) {
            throw new SourceException("a copy of " + pgConfig + " does not look for files where it lies itself, so that"
                    + " nothing can be installed beside that server; make install puts it into the server");
        }
        return own;
    }

    private static Map<String, Path> places(Path pgConfig) throws IOException {
        Map<String, Path> places = new LinkedHashMap<>();
        MakeRun.output(pgConfig.getParent(), List.of(pgConfig.toString()), "")
                .text()
                .lines()
                .map(VALUE::matcher)
                .filter(value -> value.matches())
                .forEach(value -> places.put(value.group(1), Path.of(value.group(2))));
        if (!places.containsKey(PROGRAMS) || !places.keySet().containsAll(PARTS)) {
            throw new SourceException(pgConfig + " does not say where its server has its files");
        }
        return places;
    }

    /** Directories of our own, with links to the files. */
    private static void link(Path from, Path to) throws IOException {
        if (Files.notExists(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                    return FileVisitResult.CONTINUE;
                }
                if (INSTALLED.contains(suffix(file)) && Files.isReadable(file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                } else {
                    Files.createSymbolicLink(copy, file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void build(Path tree, Path copy) throws IOException {
        copySources(tree, copy);
        BuildTool tool = BuildTool.of(copy)
                .orElseThrow(() -> new SourceException("there is no Makefile, CMakeLists.txt or meson.build in " + tree
                        + ", so that it cannot be built here; build and install it"));
        if (tool == BuildTool.MAKE) {
            make(tree, copy);
        } else {
            stage(tool, tree, copy);
        }
    }

    private void make(Path tree, Path copy) throws IOException {
        String file = Makefile.file(copy).orElseThrow();
        for (String target : List.of("all", "install")) {
            MakeRun run = MakeRun.output(
                    copy,
                    MakeRun.command(file, Optional.of(pgConfig), SECONDS, "with_llvm=no", target),
                    "",
                    Map.of(),
                    stop);
            if (target.equals("all") && run.lacks(target)) {
                // What is installed is built for it.
                continue;
            }
            if (run.lacks(target)) {
                throw new SourceException(
                        "the " + file + " of " + tree + " has no target install, so that it is built in"
                                + " another way; build and install it as its author says");
            }
            if (!run.good()) {
                throw new SourceException("make " + target + " of a copy of " + tree + " failed: " + run.firstError());
            }
        }
    }

    /** Installs it elsewhere first: who does not ask our pg_config would write into a server that is not ours. */
    private void stage(BuildTool tool, Path tree, Path copy) throws IOException {
        Path stage = copy.resolveSibling(copy.getFileName() + ".staged");
        Map<String, String> environment = Map.of(
                "PG_CONFIG",
                pgConfig.toString(),
                "PATH",
                pgConfig.getParent() + ":" + System.getenv("PATH"),
                "DESTDIR",
                stage.toString());
        for (List<String> words : tool.commands(copy, pgConfig)) {
            List<String> command = new ArrayList<>(List.of("timeout", "-s", "KILL", String.valueOf(SECONDS)));
            command.addAll(words);
            MakeRun run = MakeRun.output(copy, command, "", environment, stop);
            if (!run.good()) {
                throw new SourceException(String.join(" ", words) + (copy.equals(tree) ? "" : " of a copy of " + tree)
                        + " failed: "
                        + run.firstError() + "; by hand it is " + tool.byHand(tree));
            }
        }
        List<Path> installed = files(stage);
        boolean any = false;
        for (Path file : installed) {
            Path place = Path.of("/").resolve(stage.relativize(file));
            if (place.startsWith(root)) {
                Files.createDirectories(place.getParent());
                Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
                any = true;
            }
        }
        if (!any) {
            throw new SourceException("what " + tree + " installs does not go where " + pgConfig.getFileName()
                    + " says"
                    + installed.stream()
                            .findFirst()
                            .map(file -> ", but to "
                                    + Path.of("/")
                                            .resolve(stage.relativize(file))
                                            .getParent())
                            .orElse("")
                    + "; by hand it is " + tool.byHand(tree));
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static String suffix(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void copySources(Path tree, Path copy) throws IOException {
        Path from = tree.toAbsolutePath().normalize();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.endsWith(".git")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!MADE.contains(suffix(file))) {
                    Files.copy(
                            file,
                            copy.resolve(from.relativize(file).toString()),
                            LinkOption.NOFOLLOW_LINKS,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
