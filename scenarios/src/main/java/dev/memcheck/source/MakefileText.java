package dev.memcheck.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Makefile read as text: what a variable is set and added to, whatever conditions stand around that. */
final class MakefileText implements MakeVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$[({](\\w+)[)}]");
    private static final Set<String> HERE = Set.of("srcdir", "CURDIR", "abs_srcdir");
    private static final int DEEPEST = 8;

    private final List<String> lines;

    private MakefileText(List<String> lines) {
        this.lines = lines;
    }

    /** Lines that end in a backslash go on in the next. */
    static MakefileText read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return new MakefileText(text.replaceAll("\\\\\\r?\\n", " ").lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public String value(String variable) {
        String value = written(variable);
        for (int depth = 0; depth < DEEPEST && VARIABLE.matcher(value).find(); depth++) {
            value = VARIABLE.matcher(value)
                    .replaceAll(match ->
                            Matcher.quoteReplacement(HERE.contains(match.group(1)) ? "." : written(match.group(1))));
        }
        return value;
    }

    private String written(String variable) {
        Pattern assignment = Pattern.compile("\\s*(?:override\\s+)?" + variable + "\\s*[:?+]?=(.*)");
        StringBuilder value = new StringBuilder();
        for (String line : lines) {
            Matcher matcher = assignment.matcher(line);
            if (matcher.matches()) {
                value.append(' ').append(matcher.group(1).replaceAll("#.*", ""));
            }
        }
        return value.toString().strip();
    }
}
