package dev.memcheck.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of a source tree, wherever their author put them. */
final class SourceFiles {
    private static final int DEEPEST = 4;
    private static final int MOST = 1000;

    private SourceFiles() {}

    /** Those of a suffix, not too deep and not too many; what is hidden is left out. */
    static List<Path> below(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory, DEEPEST)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .filter(file -> !directory.relativize(file).toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .limit(MOST)
                    .sorted()
                    .toList();
        }
    }
}
