package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.RegressionSubject;
import dev.memcheck.source.Makefile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests of a source tree are about, as its Makefile and its control files say. */
final class SuiteSubject {
    private static final Pattern CONTROL_FILE = Pattern.compile("([\\w-]+)\\.control(?:\\.in)?");
    private static final Pattern MODULE = Pattern.compile("\\s*module_pathname\\s*=\\s*'([\\w$./+-]+)'.*");
    private static final Pattern NAME = Pattern.compile("[\\w./+-]+");

    private SuiteSubject() {}

    static RegressionSubject of(List<Path> directories, Makefile makefile, List<String> loaded) throws IOException {
        Set<String> extensions = new LinkedHashSet<>(words(makefile, "EXTENSION"));
        List<String> named = List.copyOf(extensions);
        Set<String> libraries = new LinkedHashSet<>(words(makefile, "MODULES"));
        libraries.addAll(words(makefile, "MODULE_big"));
        for (Path directory : directories) {
            for (Path file : SuiteHome.files(directory)) {
                Matcher name = CONTROL_FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    extensions.add(name.group(1));
                    Files.readString(file, StandardCharsets.ISO_8859_1)
                            .lines()
                            .map(MODULE::matcher)
                            .filter(Matcher::matches)
                            .forEach(line -> libraries.add(line.group(1)));
                }
            }
        }
        // Control files may be those of the tests, too.
        List<String> own = named.isEmpty() ? List.copyOf(extensions) : named;
        extensions.addAll(loaded);
        return new RegressionSubject(
                List.copyOf(extensions),
                own.isEmpty() ? List.copyOf(extensions) : own,
                libraries.stream().map(RegressionSubject::libraryOf).collect(Collectors.toSet()));
    }

    /** What a variable names, without what make would have to work out. */
    static List<String> words(Makefile makefile, String variable) {
        return Stream.of(withoutCalls(makefile.value(variable)).split("\\s+"))
                .filter(word -> NAME.matcher(word).matches())
                .toList();
    }

    /** A call of a function of make's goes as far as its parenthesis. */
    private static String withoutCalls(String value) {
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            boolean opens = depth == 0 ? value.startsWith("$(", i) : value.charAt(i) == '(';
            if (opens) {
                depth++;
                i += depth == 1 ? 1 : 0;
            } else if (depth > 0 && value.charAt(i) == ')') {
                depth--;
            } else if (depth == 0) {
                rest.append(value.charAt(i));
            }
        }
        return rest.toString();
    }
}
