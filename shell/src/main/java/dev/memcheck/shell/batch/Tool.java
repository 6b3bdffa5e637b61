package dev.memcheck.shell.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a program gave that was run in a directory.
 *
 * @param text that it wrote, errors included
 * @param code with which it exited; -1 if it could not be started
 */
record Tool(String text, int code) {
    private static final Pattern MAKE = Pattern.compile("make(\\[[0-9]+])?: ");

    static Tool run(Path directory, String... command) {
        return run(directory, Map.of(), List.of(command));
    }

    static Tool run(Path directory, Map<String, String> variables, List<String> command) {
        return run(directory, variables, command, begun -> {});
    }

    /**
     * @param variables of its environment, beside those of this process; what libpq reads is left out
     * @param begun is given the process
     */
    static Tool run(Path directory, Map<String, String> variables, List<String> command, Consumer<Process> begun) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        // in a hook of git's, these name the repository of whoever calls
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("MAKE"));
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            begun.accept(process);
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Tool(text, process.waitFor());
        } catch (IOException e) {
            return new Tool(e.getMessage(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Tool("interrupted", -1);
        }
    }

    boolean good() {
        return code == 0;
    }

    /** Its first complaint, or else the last thing that it wrote, or that make did not write; empty if nothing. */
    String complaint() {
        return text.lines()
                .filter(line -> line.contains("error:"))
                .findFirst()
                .or(() -> text.lines()
                        .filter(line -> !line.isBlank() && !MAKE.matcher(line).lookingAt())
                        .reduce((earlier, later) -> later))
                .map(String::strip)
                .orElseGet(this::lastLine);
    }

    /** The last thing that it wrote; empty if nothing. */
    String lastLine() {
        return text.lines().filter(line -> !line.isBlank()).reduce("", (earlier, later) -> later.strip());
    }
}
