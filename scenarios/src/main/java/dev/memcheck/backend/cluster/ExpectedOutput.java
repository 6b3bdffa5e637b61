package dev.memcheck.backend.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a regression file may print, as pg_regress has it: one of several files, and white space within lines does not count.
 *
 * @param files with an expected output each
 */
record ExpectedOutput(List<Path> files) {
    private static final int MOST_SHOWN = 120;

    /**
     * How an output compares.
     *
     * @param difference where it begins to differ from the file that is most like it
     */
    record Comparison(RegressionRun.Output output, Optional<String> difference) {}

    /** A line number, counted from 1, at which texts differ, and the words for it. */
    private record Difference(int line, String words) {}

    /** @param whole the first of them, which need not be there */
    static ExpectedOutput of(Path whole) throws IOException {
        String name = whole.getFileName().toString().replaceFirst("\\.out$", "");
        Pattern pattern = Pattern.compile(Pattern.quote(name) + "(_\\d)?\\.out");
        if (!Files.isDirectory(whole.getParent())) {
            return new ExpectedOutput(List.of());
        }
        try (Stream<Path> files = Files.list(whole.getParent())) {
            return new ExpectedOutput(files.filter(file ->
                            pattern.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList());
        }
    }

    /** @param whole whether psql came to the file's end */
    Comparison compare(String printed, boolean whole) throws IOException {
        int end = printed.indexOf(PsqlFile.ECHO + PsqlFile.END_OF_FILE);
        if (end < 0) {
            end = printed.indexOf(PsqlFile.END_OF_FILE);
        }
        int ended = printed.lastIndexOf(PsqlFile.END_OF_STATEMENT + "\n", end < 0 ? printed.length() : end);
        if (ended >= 0) {
            int next = ended + PsqlFile.END_OF_STATEMENT.length() + 1;
            return compare(printed.substring(0, ended) + printed.substring(next), whole);
        }
        // The line end before the last line is ours, so that a file without one ends its last line.
        List<String> found = lines(printed.substring(0, end < 0 ? printed.length() : end));
        List<Difference> differences = new ArrayList<>();
        for (Path file : files) {
            Optional<Difference> difference =
                    difference(file, lines(Files.readString(file, StandardCharsets.ISO_8859_1)), found);
            if (difference.isEmpty()) {
                return new Comparison(RegressionRun.Output.EXPECTED, Optional.empty());
            }
            differences.add(difference.get());
        }
        if (!whole) {
            return new Comparison(RegressionRun.Output.CUT_SHORT, Optional.empty());
        }
        return differences.stream()
                .max(Comparator.comparingInt(Difference::line))
                .map(latest -> new Comparison(RegressionRun.Output.DIFFERENT, Optional.of(latest.words())))
                .orElse(new Comparison(RegressionRun.Output.UNKNOWN, Optional.empty()));
    }

    private static List<String> lines(String text) {
        return text.stripTrailing().lines().toList();
    }

    private static Optional<Difference> difference(Path file, List<String> expected, List<String> found) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String should = i < expected.size() ? expected.get(i) : null;
            String is = i < found.size() ? found.get(i) : null;
            if (should == null || is == null || !plain(should).equals(plain(is))) {
                return Optional.of(new Difference(
                        i + 1,
                        "from line " + (i + 1) + " of " + file.getFileName() + ": expected " + shown(should)
                                + ", printed " + shown(is)));
            }
        }
        return Optional.empty();
    }

    private static String plain(String line) {
        return line.replaceAll("\\s+", "");
    }

    private static String shown(String line) {
        if (line == null) {
            return "nothing more";
        }
        String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
        return '"' + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text) + '"';
    }
}
