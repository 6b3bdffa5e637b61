package dev.memcheck.backend.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the backend of a regression file has mapped when the file is over.
 *
 * @param names base names without {@code .so}; empty if nobody could look
 * @param only whether it was the file's only backend
 */
record BackendLibraries(Optional<Set<String>> names, boolean only) {
    /**
     * Reads what the script behind the file left: the number of the process that it ended in, then that one's
     * {@code /proc/PID/maps}.
     *
     * @param firstProcess the number of the process that it began in
     */
    static BackendLibraries read(Path file, String firstProcess) throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        if (lines.stream().noneMatch(line -> line.contains("/"))) {
            return new BackendLibraries(Optional.empty(), false);
        }
        Set<String> names = new HashSet<>();
        for (String line : lines) {
            if (line.contains(".so")) {
                names.add(RegressionSubject.libraryOf(line.replaceFirst(" \\(deleted\\)$", "")));
            }
        }
        return new BackendLibraries(Optional.of(names), lines.get(0).strip().equals(firstProcess));
    }
}
