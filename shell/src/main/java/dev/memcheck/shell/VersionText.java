package dev.memcheck.shell;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionText implements IVersionProvider {
    /** From the jar's manifest; a build directory has none. */
    static String version() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return version == null ? "(not built)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"memcheck " + version()};
    }
}
