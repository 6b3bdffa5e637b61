package dev.memcheck.source;

import dev.memcheck.script.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source of one extension.
 *
 * @param name of the extension
 * @param version that {@code CREATE EXTENSION} makes; empty if the control file does not say
 * @param schema that the control file puts its objects into, if it names one that is not searched anyway
 * @param scripts texts of the SQL scripts that make that version, in their order
 * @param tests texts of its regression files
 * @param crate that it is built of; empty if it is none in Rust
 */
public record ExtensionSource(
        String name,
        String version,
        Optional<String> schema,
        List<String> scripts,
        List<String> tests,
        Optional<CargoCrate> crate) {
    private static final String CONTROL = ".control";
    private static final Pattern TEST_OF_CRATE = Pattern.compile("FUNCTION\\s+tests\\.\"");
    private static final Path SQL = Path.of("sql");
    private static final Set<String> SEARCHED = Set.of("public", "pg_catalog");
    private static final Pattern CREATE_EXTENSION = Pattern.compile("(?im)^\\s*create\\s+extension\\b");

    public ExtensionSource {
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        Objects.requireNonNull(schema);
        scripts = List.copyOf(scripts);
        tests = List.copyOf(tests);
        Objects.requireNonNull(crate);
    }

    /** The same without a crate. */
    public ExtensionSource(
            String name, String version, Optional<String> schema, List<String> scripts, List<String> tests) {
        this(name, version, schema, scripts, tests, Optional.empty());
    }

    /** Whether it is a crate that was installed with its {@code #[pg_test]} functions: {@code --features pg_test} makes those of them. */
    public boolean testsOfCrate() {
        return crate.isPresent()
                && scripts.stream()
                        .anyMatch(script -> TEST_OF_CRATE.matcher(script).find());
    }

    /**
     * Reads a directory: its control file, the scripts beside it or in {@code sql}, where some keep them, and the files of
     * {@code sql}. Of a crate the script is one that was made of it, in {@code sql}, below {@code target}, or where it is installed.
     *
     * @param installed where the server has its extensions
     * @throws SourceException if it holds no extension, or several
     */
    public static ExtensionSource read(Path directory, Optional<Path> installed) {
        return read(directory, installed, Optional.empty());
    }

    /**
     * The same, of a directory that holds several.
     *
     * @param wanted the name of one of them
     */
    public static ExtensionSource read(Path directory, Optional<Path> installed, Optional<String> wanted) {
        if (!Files.isDirectory(directory)) {
            throw new SourceException(
                    Files.exists(directory) ? directory + " is no directory" : "there is no directory " + directory);
        }
        try {
            Optional<CargoCrate> crate = CargoCrate.read(directory);
            return crate.isPresent() ? ofCrate(crate.get(), installed) : ofScripts(directory, installed, wanted);
        } catch (IOException e) {
            throw new SourceException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Of an extension that the server has: its control file and scripts there, and no tests.
     *
     * @param extensions where the server has them
     * @throws SourceException if it has none of this name
     */
    public static ExtensionSource installed(String name, Path extensions) {
        Path control = extensions.resolve(name + CONTROL);
        if (!Files.isRegularFile(control)) {
            throw new SourceException("there is no extension " + name + " in " + extensions
                    + ", and no directory of that name; --pg-config names another server");
        }
        try {
            String settings = text(control);
            List<Path> path =
                    scriptPath(name, setting(settings, "default_version").orElse(""), files(extensions, ".sql"));
            if (path.isEmpty()) {
                throw new SourceException("there is no script in " + extensions + " that makes " + name);
            }
            return new ExtensionSource(
                    name, setting(settings, "default_version").orElse(""), schema(settings), texts(path), List.of());
        } catch (IOException e) {
            throw new SourceException("cannot read " + extensions + ": " + e.getMessage(), e);
        }
    }

    private static ExtensionSource ofCrate(CargoCrate crate, Optional<Path> installed) throws IOException {
        Path control = control(crate.directory(), Optional.empty(), Optional.empty());
        String name = name(control);
        String settings = text(control);
        String version = setting(settings, "default_version")
                .filter(written -> !written.equals("@CARGO_VERSION@"))
                .orElse(crate.version());
        String file = name + "--" + version + ".sql";
        List<Path> schemas = new ArrayList<>(crate.schemas(file));
        installed
                .map(extensions -> extensions.resolve(file))
                .filter(Files::isRegularFile)
                .ifPresent(schemas::add);
        if (schemas.isEmpty()) {
            throw new SourceException("there is no " + file + " in "
                    + crate.directory().resolve("sql") + ", nor below "
                    + crate.directory().resolve("target")
                    + installed.map(extensions -> ", nor in " + extensions).orElse("")
                    + "; cargo makes it of the crate: cd " + crate.directory().toAbsolutePath()
                    + " && cargo pgrx install --pg-config PG_CONFIG, then memcheck init --pg-config PG_CONFIG");
        }
        List<String> tests = new ArrayList<>();
        for (String folder : List.of("sql", "test/sql", "tests/pg_regress/sql")) {
            tests.addAll(texts(files(crate.directory().resolve(folder), ".sql")));
        }
        return new ExtensionSource(
                name, version, schema(settings), List.of(text(schemas.get(0))), tests, Optional.of(crate));
    }

    private static String name(Path control) {
        String file = control.getFileName().toString();
        return file.substring(0, file.lastIndexOf(CONTROL));
    }

    private static Optional<String> schema(String settings) {
        return setting(settings, "schema").filter(named -> !SEARCHED.contains(named));
    }

    private static List<String> texts(List<Path> files) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(text(file));
        }
        return texts;
    }

    private static ExtensionSource ofScripts(Path directory, Optional<Path> installed, Optional<String> wanted)
            throws IOException {
        Path control = control(directory, wanted, installed);
        String name = name(control);
        String settings = text(control);
        Optional<Path> made =
                installed.map(extensions -> extensions.resolve(name + CONTROL)).filter(Files::isRegularFile);
        if (setting(settings, "default_version")
                        .filter(version -> !version.contains("@"))
                        .isEmpty()
                && made.isPresent()) {
            settings = text(made.get());
        }
        String version = setting(settings, "default_version").orElse("");
        List<Path> below = SourceFiles.below(directory, ".sql");
        List<Path> found = new ArrayList<>();
        // The control file may be in a folder below, with a folder of scripts of its own.
        for (Path home :
                new LinkedHashSet<>(List.of(directory, control.toAbsolutePath().getParent()))) {
            found.addAll(files(home, ".sql"));
            found.addAll(files(home.resolve("sql"), ".sql"));
        }
        List<Path> path = scriptPath(name, version, found);
        if (path.isEmpty()) {
            path = unversioned(name, found);
        }
        if (path.isEmpty()) {
            path = scriptPath(name, version, below);
        }
        if (path.isEmpty() && installed.isPresent()) {
            path = scriptPath(name, version, files(installed.get(), ".sql"));
        }
        if (path.isEmpty()) {
            throw new SourceException("there is no script " + name + "--" + (version.isEmpty() ? "1.0" : version)
                    + ".sql in " + directory.toAbsolutePath()
                    + ", nor others that lead there; if the Makefile makes it, run make first");
        }
        List<Path> tests = below.stream()
                .filter(file -> !file.getFileName().toString().startsWith(name + "--"))
                .filter(file -> SQL.equals(file.toAbsolutePath().getParent().getFileName()))
                .toList();
        return new ExtensionSource(name, version, schema(settings), texts(path), texts(tests));
    }

    private static Optional<String> setting(String control, String name) {
        Matcher matcher =
                Pattern.compile("(?m)^\\s*" + name + "\\s*=\\s*'?([^'#\\s]+)'?").matcher(control);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The script that a Makefile copies to one with a version; not a regression file of the same name. */
    private static List<Path> unversioned(String name, List<Path> files) throws IOException {
        for (Path file : files) {
            if (file.getFileName().toString().equals(name + ".sql")
                    && !CREATE_EXTENSION.matcher(text(file)).find()) {
                return List.of(file);
            }
        }
        return List.of();
    }

    /** At the top, or else the one below; of several the one that has the directory's name. */
    private static Path control(Path directory, Optional<String> wanted, Optional<Path> installed) throws IOException {
        List<Path> controls = files(directory, CONTROL);
        if (controls.isEmpty()) {
            controls = files(directory, CONTROL + ".in");
        }
        if (controls.isEmpty()) {
            controls = Stream.concat(
                            SourceFiles.below(directory, CONTROL).stream(),
                            SourceFiles.below(directory, CONTROL + ".in").stream())
                    .filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            ExtensionSource::name, file -> file, (first, second) -> first, TreeMap::new))
                    .values()
                    .stream()
                    .toList();
        }
        if (controls.size() == 1 && wanted.isEmpty()) {
            return controls.get(0);
        }
        String own = wanted.orElse(
                directory.toAbsolutePath().normalize().getFileName().toString());
        Optional<Path> named =
                controls.stream().filter(file -> name(file).equals(own)).findFirst();
        Optional<Path> made = wanted.flatMap(name -> installed.map(extensions -> extensions.resolve(name + CONTROL)))
                .filter(Files::isRegularFile);
        if (named.or(() -> made).isPresent()) {
            return named.or(() -> made).get();
        }
        List<String> names = controls.stream().map(ExtensionSource::name).toList();
        if (wanted.isPresent()) {
            throw new SourceException("there is no " + own + CONTROL + " in " + directory.toAbsolutePath()
                    + (names.isEmpty() ? "" : "; it has " + String.join(" ", names))
                    + installed.map(extensions -> ", and none in " + extensions).orElse(""));
        }
        throw new SourceException("expected the source directory of an extension, with one control file; "
                + directory.toAbsolutePath()
                + " has "
                + (names.isEmpty()
                        ? "none" + whyNone(directory)
                        : names.size() + ": " + String.join(" ", names) + "; --extension " + names.get(0)
                                + " takes that one"));
    }

    private static String whyNone(Path directory) {
        return BuildTool.of(directory).filter(tool -> tool != BuildTool.MAKE).isPresent()
                ? "; what builds it may make one: build and install it, and --extension NAME takes the server's"
                : "; a library that is only loaded has no functions to call: write its session by hand, with"
                        + " \\backend private preload=LIBRARY at its top";
    }

    /** The fewest scripts that lead to the version, as {@code CREATE EXTENSION} would take. */
    private static List<Path> scriptPath(String name, String version, List<Path> files) {
        List<UpgradeScript> scripts = new ArrayList<>();
        for (Path file : files) {
            UpgradeScript.of(file, name).ifPresent(scripts::add);
        }
        Optional<List<UpgradeScript>> path = UpgradeScript.path(scripts, version);
        return path.map(steps -> steps.stream().map(UpgradeScript::file).toList())
                .orElse(List.of());
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** In UTF-8, or else in whatever shows its ASCII. */
    private static String text(Path file) throws IOException {
        byte[] bytes = InputFile.read(file);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
