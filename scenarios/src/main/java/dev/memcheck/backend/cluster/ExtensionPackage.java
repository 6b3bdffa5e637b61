package dev.memcheck.backend.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Debian package that has the extension for a server. Who installed the shell as a package wants the extension as one, too.
 *
 * @param shellFiles dpkg's list of the files of the shell's package
 */
record ExtensionPackage(Path shellFiles) {
    private static final Pattern LIBRARIES = Pattern.compile("/usr/lib/postgresql/(\\d+)/lib");

    ExtensionPackage() {
        this(Path.of("/var/lib/dpkg/info/memcheck.list"));
    }

    /** What to type for the server that looks for libraries there; empty if no package puts any there, or the shell is in none. */
    Optional<String> install(Path libraries) {
        Matcher packaged = LIBRARIES.matcher(libraries.toString());
        return packaged.matches() && Files.exists(shellFiles)
                ? Optional.of("apt-get install postgresql-" + packaged.group(1) + "-pg-ext-memcheck")
                : Optional.empty();
    }
}
