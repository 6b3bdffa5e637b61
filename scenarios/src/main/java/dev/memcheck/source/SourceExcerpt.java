package dev.memcheck.source;

import dev.memcheck.script.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a source file around the one that a finding names.
 *
 * @param file where they were found
 * @param first number of the first of them, from 1
 * @param marked number of the one that is named
 * @param lines their text
 */
public record SourceExcerpt(Path file, int first, int marked, List<String> lines) {
    private static final int BEFORE = 4;
    private static final int AFTER = 2;

    /** Larger than what somebody writes: such a file is not looked into. */
    private static final long MOST_BYTES = 8L << 20;

    private static final Pattern LAST_NAME = Pattern.compile("(\\w+)(?:\\(.*)?$");

    public SourceExcerpt {
        lines = List.copyOf(lines);
    }

    /**
     * Looks for the file where debug information says it is, then below directories: there as a whole, and without its first
     * directories, one after the other, since it may have been built elsewhere. A file that does not have the function's name
     * in it is another one.
     *
     * @param name of the file, as debug information has it
     * @param function that the line is in
     * @param directories that the source may be in
     * @return empty if it is nowhere, or has no such line
     */
    public static Optional<SourceExcerpt> find(String name, int line, String function, List<Path> directories) {
        for (Path file : candidates(name, directories)) {
            Optional<SourceExcerpt> excerpt = read(file, line, function);
            if (excerpt.isPresent()) {
                return excerpt;
            }
        }
        return Optional.empty();
    }

    private static Set<Path> candidates(String name, List<Path> directories) {
        Set<Path> files = new LinkedHashSet<>();
        try {
            Path path = Path.of(name).normalize();
            if (path.isAbsolute()) {
                files.add(path);
            }
            for (Path directory : directories) {
                for (int from = 0; from < path.getNameCount(); from++) {
                    Path end = path.subpath(from, path.getNameCount());
                    if (!end.startsWith("..")) {
                        files.add(directory.resolve(end));
                    }
                }
            }
        } catch (InvalidPathException nowhere) {
            return Set.of();
        }
        return files;
    }

    private static Optional<SourceExcerpt> read(Path file, int line, String function) {
        try {
            InputFile.requireRegular(file);
            if (Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            String text = new String(InputFile.read(file), StandardCharsets.UTF_8);
            List<String> all = text.lines().toList();
            if (line < 1 || line > all.size() || !text.contains(lastName(function))) {
                return Optional.empty();
            }
            int first = Math.max(1, line - BEFORE);
            int last = Math.min(all.size(), line + AFTER);
            return Optional.of(new SourceExcerpt(file, first, line, new ArrayList<>(all.subList(first - 1, last))));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What is written in the source, of a name that may have scopes and arguments. */
    private static String lastName(String function) {
        Matcher name = LAST_NAME.matcher(function);
        return name.find() ? name.group(1) : function;
    }
}
