package dev.memcheck.shell.out;

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
        return new String[] {"memcheck " + version()};
    }
}
