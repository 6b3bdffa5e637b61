package dev.memcheck.shell.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A file of {@code sql} that makes an extension, and tests nothing. */
final class InstallScript {
    /** With a version, as CREATE EXTENSION looks for it; the one of a control file may be any word. */
    private static final Pattern VERSIONED = Pattern.compile("--\\d");

    private InstallScript() {}

    /**
     * Whether it has a version, or is one that the Makefile copies to one: named as the extension, without any output that is expected of it.
     *
     * @param name without the suffix
     * @param extensions that the tree is about
     * @param homes directories that may have a folder {@code expected}
     */
    static boolean is(String name, List<String> extensions, List<Path> homes) {
        return VERSIONED.matcher(name).find()
                || extensions.stream().anyMatch(extension -> name.startsWith(extension + "--"))
                || extensions.contains(name)
                        && homes.stream()
                                .noneMatch(home ->
                                        Files.exists(home.resolve("expected").resolve(name + ".out")));
    }
}
