package dev.memcheck.shell.out;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the file names of a session begin. A Java program cannot change its own directory, so the session keeps one: all
 * names that commands take are made files here, and all programs that they start are started here.
 */
public final class WorkingDirectory {
    private static final String HOME = "~";
    private static final String IN_HOME = "~/";

    /** That of the program until another one is asked for: names stay as they are written. */
    private volatile Path path = Path.of("");

    /** What the session has changed of the program's environment. */
    private final Map<String, Optional<String>> environment = new ConcurrentHashMap<>();

    /**
     * The file of this name; a tilde stands for the user's directory.
     *
     * @throws UsageException if that can be no file
     */
    public Path resolve(String name) {
        try {
            String home = System.getProperty("user.home");
            String whole = name.equals(HOME) || name.startsWith(IN_HOME) ? home + name.substring(HOME.length()) : name;
            return path.resolve(whole);
        } catch (InvalidPathException e) {
            throw new UsageException("not a valid file name: " + name, e);
        }
    }

    /**
     * Goes there.
     *
     * @throws UsageException if that is no directory which can be gone into
     */
    public void change(String name) {
        Path there = resolve(name).toAbsolutePath().normalize();
        if (!Files.isDirectory(there) || !Files.isExecutable(there)) {
            throw new UsageException("could not change directory to \"" + name + "\": "
                    + (!Files.exists(there)
                            ? "No such file or directory"
                            : Files.isDirectory(there) ? "Permission denied" : "Not a directory"));
        }
        path = there;
    }

    public Path path() {
        return path.toAbsolutePath();
    }

    /** A process that is started there, in the environment of the session. */
    public ProcessBuilder program(String... words) {
        File directory = path().toFile();
        ProcessBuilder program = new ProcessBuilder(words).directory(directory);
        environment.forEach((name, value) -> {
            if (value.isPresent()) {
                program.environment().put(name, value.get());
            } else {
                program.environment().remove(name);
            }
        });
        return program;
    }

    /** Sets a variable of the environment for programs that are started from now on, or takes it away. */
    public void setEnvironment(String name, Optional<String> value) {
        environment.put(name, value);
    }

    /** A variable of the environment as those programs see it. */
    public Optional<String> environment(String name) {
        return environment.getOrDefault(name, Optional.ofNullable(System.getenv(name)));
    }
}
