package dev.memcheck.shell.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests that a {@code meson.build} names in the server's way, {@code 'regress': {'sql': ['first', 'second']}}, or as
 * arguments of pg_regress.
 */
final class MesonTests {
    private static final String FILE = "meson.build";
    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");
    private static final Pattern NAME = Pattern.compile("'([\\w./+-]+)'");

    private static final Pattern WORD = Pattern.compile("'([^'\\s]+)'");
    private static final Pattern ARGUMENTS =
            Pattern.compile("\\bpg_regress\\s*,\\s*args\\s*:\\s*\\[([^]]*)](?:\\s*\\+\\s*(\\w+))?");

    private MesonTests() {}

    /** The regression files, with options of pg_regress. Empty where they are not told by plain words alone. */
    static List<String> regress(Path directory) throws IOException {
        List<String> named = list(directory, "sql");
        return named.isEmpty() ? arguments(text(directory)) : named;
    }

    private static List<String> arguments(String text) {
        Matcher call = ARGUMENTS.matcher(text);
        if (!call.find()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (String each : elements(call.group(1))) {
            Optional<String> word = word(each);
            boolean isValue = !words.isEmpty()
                    && words.get(words.size() - 1).startsWith("--")
                    && !words.get(words.size() - 1).contains("=");
            if (word.isPresent()) {
                words.add(word.get());
            } else if (isValue) {
                // of an option that is about the server: --bindir, bindir
                words.remove(words.size() - 1);
            } else {
                return List.of();
            }
        }
        if (call.group(2) != null) {
            Matcher list = Pattern.compile("(?m)^\\s*" + call.group(2) + "\\s*\\+?=\\s*\\[([^]]*)]")
                    .matcher(text);
            List<Optional<String>> more = list.find()
                    ? elements(list.group(1)).stream().map(MesonTests::word).toList()
                    : List.of(Optional.empty());
            if (more.stream().anyMatch(Optional::isEmpty) || list.find()) {
                return List.of();
            }
            more.forEach(word -> words.add(word.get()));
        }
        return words;
    }

    private static List<String> elements(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Of a string, or of a path below the source. */
    private static Optional<String> word(String expression) {
        String path = expression.replaceFirst("^meson\\.current_source_dir\\(\\)(\\s*/\\s*)?", "");
        if (path.isEmpty()) {
            return Optional.of(".");
        }
        Matcher literal = WORD.matcher(path);
        return literal.matches() ? Optional.of(literal.group(1)) : Optional.empty();
    }

    /** The specifications of isolation tests. */
    static List<String> isolation(Path directory) throws IOException {
        return list(directory, "specs");
    }

    private static List<String> list(Path directory, String key) throws IOException {
        Matcher list = Pattern.compile("'" + key + "'\\s*:\\s*\\[([^]]*)]").matcher(text(directory));
        return list.find()
                ? NAME.matcher(list.group(1))
                        .results()
                        .map(name -> name.group(1))
                        .toList()
                : List.of();
    }

    private static String text(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.isRegularFile(file)
                ? COMMENT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .replaceAll("")
                : "";
    }
}
