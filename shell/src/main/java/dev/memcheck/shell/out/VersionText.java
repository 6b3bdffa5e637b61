package dev.memcheck.shell.out;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
public final class VersionText implements IVersionProvider {
    /** From the jar's manifest; a build directory has none. */
    public static String version() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return version == null ? "(not built)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "memcheck " + version(), "License: PostgreSQL. Licenses and notices of its libraries: " + notices()
        };
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
