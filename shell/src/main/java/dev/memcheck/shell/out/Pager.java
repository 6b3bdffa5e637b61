package dev.memcheck.shell.out;

import dev.memcheck.render.text.CellWidth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's pager, a program at their terminal that shows what is longer than the screen. As in psql it is {@code PSQL_PAGER}, or
 * {@code PAGER}, or one that every system has. Who leaves it before the end wants no more, which is no error.
 */
public final class Pager {
    private static final int NOT_FOUND = 127;
    private static final String SEQUENCE = "\u001b\\[[0-9;]*m";

    private final String program;
    private final Map<String, String> environment;
    private final Charset charset;
    private Optional<PrintWriter> writer = Optional.empty();
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean whole;

    private Pager(String program, Map<String, String> environment, Charset charset) {
        this.program = program;
        this.environment = environment;
        this.charset = charset;
    }

    /** That of whoever sits at a terminal with this environment; who has set it to nothing has none. */
    public static Optional<Pager> of(Map<String, String> environment, Charset charset) {
        return program(environment).map(program -> new Pager(program, environment, charset));
    }

    private static Optional<String> program(Map<String, String> environment) {
        return Stream.of("PSQL_PAGER", "PAGER")
                .filter(environment::containsKey)
                .findFirst()
                .map(environment::get)
                .or(() -> Stream.of("less", "more")
                        .filter(name -> isThere(name, environment))
                        .findFirst())
                .filter(named -> !named.isBlank());
    }

    private static boolean isThere(String name, Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> !directory.isEmpty()
                        && Files.isExecutable(Path.of(directory).resolve(name)));
    }

    /** How many lines of a screen a text takes; it is not counted further than to {@code enough}. */
    static long lines(String text, int width, int enough) {
        long lines = 0;
        int from = 0;
        while (from < text.length() && lines < enough) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            int cells = CellWidth.of(text.substring(from, end).replaceAll(SEQUENCE, ""));
            lines += Math.max(1, (cells + width - 1) / width);
            from = end + 1;
        }
        return lines;
    }

    /** Whether it has the screen. Safe from any thread. */
    boolean isOpen() {
        return process.isPresent();
    }

    /** Whether it has the screen, and all that there is to show. Safe from any thread. */
    public boolean hasAll() {
        return whole && isOpen();
    }

    /** Shows a text until the user has left it. Gives whether it was shown. */
    boolean show(String text) {
        Optional<PrintWriter> out = open();
        if (out.isEmpty()) {
            return false;
        }
        whole = true;
        out.get().print(text);
        return close() != NOT_FOUND;
    }

    /** Begins with what comes piece by piece, up to {@link #close}. */
    Optional<PrintWriter> open() {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", program)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Colors are shown as such, and rows that are too wide are moved sideways.
        builder.environment().putAll(environment);
        builder.environment().putIfAbsent("LESS", "RS");
        try {
            Process started = builder.start();
            process = Optional.of(started);
            writer = Optional.of(new PrintWriter(started.outputWriter(charset)));
        } catch (IOException notThere) {
            writer = Optional.empty();
        }
        return writer;
    }

    /** All has come: waits until the user has left it, and gives how it ended. */
    int close() {
        writer.ifPresent(PrintWriter::close);
        writer = Optional.empty();
        try {
            return process.isPresent() ? process.get().waitFor() : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            process = Optional.empty();
            whole = false;
        }
    }
}
