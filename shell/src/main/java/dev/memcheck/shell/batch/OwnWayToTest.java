package dev.memcheck.shell.batch;

import dev.memcheck.source.Makefile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a source tree is tested and built that does not do it as PGXS does, as far as its files tell. */
final class OwnWayToTest {
    private static final Pattern TARGET = Pattern.compile("(?m)^(test|check|tests|installcheck)[ \\t]*::?(?!=)");
    private static final Pattern PGTAP = Pattern.compile("(?i)\\b(?:plan[ \\t]*\\([ \\t]*\\d|no_plan[ \\t]*\\()");
    private static final List<String> FOLDERS = List.of("", "test", "tests", "t", "test/sql", "test/tests");

    private OwnWayToTest() {}

    /** What a user may give so that it is watched: the part of a sentence. */
    static String advice(Path directory) throws IOException {
        Optional<String> tap = pgTap(directory);
        Optional<String> target = target(directory);
        String given = " " + directory + " runs it where all sessions are watched";
        if (target.isPresent()) {
            return "--command 'make " + target.get() + "'" + given;
        }
        if (tap.isPresent()) {
            return "its tests are pgTAP's (" + tap.get()
                    + "), which pg_prove runs: --command 'createdb t && ... pg_prove -d t " + tap.get() + "'" + given;
        }
        List<String> scripts = SuiteHome.baseNames(directory.resolve("t"), ".pl");
        if (!scripts.isEmpty()) {
            return "its TAP tests (" + String.join(", ", scripts)
                    + ") start and stop servers of their own, and are not run";
        }
        return "--command COMMAND" + given + ", if one tests it on a server that is there";
    }

    /** The target of its Makefile that is not PGXS's. */
    static Optional<String> target(Path directory) throws IOException {
        Optional<String> file = Makefile.file(directory);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return TARGET.matcher(Files.readString(directory.resolve(file.get()), StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static Optional<String> pgTap(Path directory) throws IOException {
        for (String folder : FOLDERS) {
            List<String> found = new ArrayList<>();
            for (String name : SuiteHome.baseNames(directory.resolve(folder), ".sql")) {
                String text =
                        Files.readString(directory.resolve(folder).resolve(name + ".sql"), StandardCharsets.ISO_8859_1);
                if (PGTAP.matcher(text).find()) {
                    found.add(name);
                }
            }
            if (!found.isEmpty()) {
                String name = found.size() == 1 ? found.get(0) : "*";
                return Optional.of((folder.isEmpty() ? "" : folder + "/") + name + ".sql");
            }
        }
        return Optional.empty();
    }

    /** The commands that put it into a server, where that is not make's; empty where it is, or where nothing tells. */
    static Optional<String> building(Path directory) throws IOException {
        if (Makefile.isIn(directory)) {
            return Optional.empty();
        }
        if (Files.isRegularFile(directory.resolve("CMakeLists.txt"))) {
            return Optional.of("it is built by CMake, which pgregress does not do: cmake -S " + directory + " -B build "
                    + cmakeVariable(directory) + "=PG_CONFIG && cmake --build build && cmake --install build");
        }
        if (Files.isRegularFile(directory.resolve("meson.build"))) {
            return Optional.of(
                    "it is built by Meson, which pgregress does not do: PATH=$(dirname PG_CONFIG):$PATH meson setup build "
                            + directory + " && ninja -C build install");
        }
        if (Files.isRegularFile(directory.resolve("Cargo.toml"))) {
            return Optional.of("it is built by cargo, which pgregress does not do: cd " + directory
                    + " && cargo pgrx install --pg-config PG_CONFIG");
        }
        return Optional.empty();
    }

    /** The one that its files speak of; each author has one of his own. */
    private static String cmakeVariable(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(directory, 2)) {
            found.filter(file -> file.getFileName().toString().matches("CMakeLists\\.txt|.*\\.cmake"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(files::add);
        }
        for (Path file : files) {
            Optional<String> named = Pattern.compile(
                            "\\b(PG_CONFIG|PostgreSQL_CONFIG|POSTGRESQL_CONFIG|PG_CONFIG_PATH)\\b")
                    .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .results()
                    .map(name -> name.group(1))
                    .findFirst();
            if (named.isPresent()) {
                return "-D" + named.get();
            }
        }
        return "-DPG_CONFIG";
    }
}
