package dev.memcheck.source;

import dev.memcheck.script.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A crate of an extension that is written with pgrx.
 *
 * @param directory where its {@code Cargo.toml} is
 * @param name of the package
 * @param version of the package
 * @param pgrx the version of pgrx that it asks for, without the signs before it; empty if it is not said
 * @param features of the package
 * @param shared whether it shares memory or has background workers, so that its library has to be preloaded
 */
public record CargoCrate(
        Path directory, String name, String version, Optional<String> pgrx, List<String> features, boolean shared) {
    private static final String MANIFEST = "Cargo.toml";
    private static final String TEST = "#[pg_test";

    public CargoCrate {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        Objects.requireNonNull(pgrx);
        features = List.copyOf(features);
    }

    private static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(MANIFEST));
    }

    /**
     * Reads the crate of a directory, or the one member of its workspace that is an extension; empty if the directory is none of
     * cargo's, or its extension is not made of the crate.
     *
     * @throws SourceException if cargo's directory has no extension, or several
     */
    public static Optional<CargoCrate> read(Path directory) throws IOException {
        if (!isIn(directory)) {
            return Optional.empty();
        }
        CargoManifest manifest = manifest(directory);
        if (hasControl(directory)) {
            return manifest.has("dependencies.pgrx")
                    ? Optional.of(of(directory, manifest, workspaceOf(directory)))
                    : Optional.empty();
        }
        List<Path> extensions = new ArrayList<>();
        for (Path member : members(directory, manifest)) {
            if (isIn(member) && hasControl(member)) {
                extensions.add(member);
            }
        }
        if (extensions.size() == 1) {
            return Optional.of(of(extensions.get(0), manifest(extensions.get(0)), manifest));
        }
        throw new SourceException(
                extensions.isEmpty()
                        ? "there is no control file beside "
                                + directory.resolve(MANIFEST).toAbsolutePath()
                                + ", nor in a member of its workspace: is this an extension?"
                        : "the workspace " + directory.toAbsolutePath() + " has several extensions; name one: "
                                + String.join(
                                        ", ",
                                        extensions.stream().map(Path::toString).toList()));
    }

    private static CargoCrate of(Path directory, CargoManifest manifest, CargoManifest workspace) throws IOException {
        String name = manifest.string("package.name")
                .orElseThrow(() -> new SourceException(directory.resolve(MANIFEST) + " names no package"));
        Optional<String> version = manifest.has("package.version.workspace")
                ? workspace.string("workspace.package.version")
                : manifest.string("package.version");
        Optional<String> pgrx = pgrx(manifest, "dependencies").or(() -> pgrx(workspace, "workspace.dependencies"));
        if (!manifest.has("dependencies.pgrx")) {
            throw new SourceException(
                    directory.resolve(MANIFEST) + " does not depend on pgrx, and memcheck init knows no "
                            + "other way to write an extension in Rust");
        }
        return new CargoCrate(
                directory, name, version.orElse(""), pgrx, manifest.keysOf("features"), isShared(directory));
    }

    private static Optional<String> pgrx(CargoManifest manifest, String table) {
        return manifest.string(table + ".pgrx.version")
                .or(() -> manifest.string(table + ".pgrx").filter(value -> value.matches("[=^~\\s]*\\d.*")))
                .map(value -> value.replaceFirst("^[=^~\\s]+", ""));
    }

    /** The workspace that a member belongs to; the member's own manifest if there is none. */
    private static CargoManifest workspaceOf(Path directory) throws IOException {
        for (Path above = directory.toAbsolutePath().normalize(); above != null; above = above.getParent()) {
            if (isIn(above)) {
                CargoManifest manifest = manifest(above);
                if (manifest.has("workspace")) {
                    return manifest;
                }
            }
        }
        return manifest(directory);
    }

    private static List<Path> members(Path directory, CargoManifest workspace) throws IOException {
        List<Path> members = new ArrayList<>();
        for (String member : workspace.strings("workspace.members")) {
            if (member.endsWith("/*")) {
                try (Stream<Path> found = Files.list(directory.resolve(member.substring(0, member.length() - 2)))) {
                    found.filter(Files::isDirectory).sorted().forEach(members::add);
                }
            } else {
                members.add(directory.resolve(member));
            }
        }
        return members;
    }

    private static CargoManifest manifest(Path directory) throws IOException {
        return CargoManifest.of(new String(InputFile.read(directory.resolve(MANIFEST)), StandardCharsets.UTF_8));
    }

    private static boolean hasControl(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".control"));
        }
    }

    private static boolean isShared(Path directory) throws IOException {
        return says(directory, List.of("pg_shmem_init!(", "BackgroundWorkerBuilder::"));
    }

    private static boolean says(Path directory, List<String> words) throws IOException {
        Path sources = directory.resolve("src");
        if (!Files.isDirectory(sources)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".rs")).toList()) {
                String text = new String(InputFile.read(file), StandardCharsets.UTF_8);
                if (words.stream().anyMatch(text::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether its sources have {@code #[pg_test]} functions. */
    public boolean hasTests() throws IOException {
        return says(directory, List.of(TEST));
    }

    /** Where the schema may lie that was made of it: in {@code sql}, and where {@code cargo pgrx package} puts it. */
    List<Path> schemas(String file) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path top : List.of(directory.resolve("sql"), directory.resolve("target"))) {
            if (Files.isDirectory(top)) {
                try (Stream<Path> files = Files.walk(top, 10)) {
                    files.filter(path -> path.getFileName().toString().equals(file))
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }
}
