package dev.memcheck.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The source of one extension.
 *
 * @param name of the extension
 * @param version that {@code CREATE EXTENSION} makes; empty if the control file does not say
 * @param scripts texts of the SQL scripts that make that version, in their order
 * @param tests texts of its regression files
 */
public record ExtensionSource(String name, String version, List<String> scripts, List<String> tests) {
    private static final String CONTROL = ".control";
    private static final Pattern DEFAULT_VERSION = Pattern.compile("(?m)^\\s*default_version\\s*=\\s*'?([^'#\\s]+)'?");

    public ExtensionSource {
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        scripts = List.copyOf(scripts);
        tests = List.copyOf(tests);
    }

    /**
     * Reads a directory: its control file, the scripts beside it or in {@code sql}, where some keep them, and the files of
     * {@code sql}.
     *
     * @throws SourceException if it holds no extension, or several
     */
    public static ExtensionSource read(Path directory) {
        try {
            Path control = control(directory);
            String file = control.getFileName().toString();
            String name = file.substring(0, file.length() - CONTROL.length());
            Matcher matcher = DEFAULT_VERSION.matcher(text(control));
            String version = matcher.find() ? matcher.group(1) : "";
            List<Path> found = new ArrayList<>(files(directory, ".sql"));
            found.addAll(files(directory.resolve("sql"), ".sql"));
            List<Path> path = scriptPath(name, version, found);
            if (path.isEmpty()) {
                throw new SourceException("there is no script " + name + "--" + (version.isEmpty() ? "1.0" : version)
                        + ".sql in " + directory + ", nor others that lead there");
            }
            List<String> tests = new ArrayList<>();
            for (Path test : files(directory.resolve("sql"), ".sql")) {
                tests.add(text(test));
            }
            List<String> scripts = new ArrayList<>();
            for (Path script : path) {
                scripts.add(text(script));
            }
            return new ExtensionSource(name, version, scripts, tests);
        } catch (IOException e) {
            throw new SourceException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Path control(Path directory) throws IOException {
        List<Path> controls = files(directory, CONTROL);
        if (controls.size() == 1) {
            return controls.get(0);
        }
        throw new SourceException("expected the source directory of an extension, with one control file; " + directory
                + " has " + (controls.isEmpty() ? "none" : String.valueOf(controls.size())));
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

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
