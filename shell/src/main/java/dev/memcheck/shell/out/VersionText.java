package dev.memcheck.shell.out;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
public final class VersionText implements IVersionProvider {
    public static final String OPTION_SHORT = "-V";
    public static final String OPTION = "--version";

    /** Alone on the command line they are answered without reading it. */
    public static final List<String> OPTIONS = List.of(OPTION_SHORT, OPTION);

    /** From the jar's manifest; a build directory has none. */
    public static String version() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return version == null ? "(not built)" : version;
    }

    /** What is printed. */
    public static List<String> lines() {
        return List.of(
                "memcheck " + version(), "License: PostgreSQL. Licenses and notices of its libraries: " + notices());
    }

    @Override
    public String[] getVersion() {
        return lines().toArray(String[]::new);
    }

    /** The build writes them beside the jar, and install.sh puts them there. */
    private static Path notices() {
        URI jar = URI.create(VersionText.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        return Path.of(jar).resolveSibling("THIRD-PARTY-NOTICES");
    }
}
