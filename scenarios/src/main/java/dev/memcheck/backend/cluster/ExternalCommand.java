package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a short-lived program gave.
 *
 * @param exitCode 0 if it went well
 * @param output standard output and standard error
 */
record ExternalCommand(int exitCode, String output) {
    /** @throws BackendUnavailableException if the program cannot be started */
    static ExternalCommand run(List<String> command) {
        return run(command, "");
    }

    /**
     * @param input what the program finds on its standard input; small
     * @throws BackendUnavailableException if the program cannot be started
     */
    static ExternalCommand run(List<String> command, String input) {
        try {
            Process process = prepared(command).redirectErrorStream(true).start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ExternalCommand(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new BackendUnavailableException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendUnavailableException("interrupted while running " + command.get(0), e);
        }
    }

    /**
     * A program about to be started in a session of its own, where Ctrl-C at the terminal does not reach it, and from a
     * directory that every account can enter. It inherits the environment, which may matter to the extension under test,
     * but for libpq's variables: they hold passwords and name other servers.
     */
    static ProcessBuilder prepared(List<String> command) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Path.of("/").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }

    boolean succeeded() {
        return exitCode == 0;
    }
}
