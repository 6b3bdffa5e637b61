package dev.memcheck.shell.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests that a {@code meson.build} names in the server's way, {@code 'regress': {'sql': ['first', 'second']}}. */
final class MesonTests {
    private static final String FILE = "meson.build";
    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");
    private static final Pattern NAME = Pattern.compile("'([\\w./+-]+)'");

    private MesonTests() {}

    /** The regression files. */
    static List<String> regress(Path directory) throws IOException {
        return list(directory, "sql");
    }

    /** The specifications of isolation tests. */
    static List<String> isolation(Path directory) throws IOException {
        return list(directory, "specs");
    }

    private static List<String> list(Path directory, String key) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        String text = COMMENT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                .replaceAll("");
        Matcher list = Pattern.compile("'" + key + "'\\s*:\\s*\\[([^]]*)]").matcher(text);
        return list.find()
                ? NAME.matcher(list.group(1))
                        .results()
                        .map(name -> name.group(1))
                        .toList()
                : List.of();
    }
}
