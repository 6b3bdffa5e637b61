package dev.memcheck.outside;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's program file.
 *
 * @param version as in {@code 15.20}
 * @param major as in {@code 15}
 * @param versionNumber as in {@code 150020}
 * @param entry where it begins, before it is moved anywhere
 * @param symbols addresses of its variables, before it is moved anywhere
 * @param buildId what tells builds apart, if it has that
 */
record ServerProgram(
        String version, int major, int versionNumber, long entry, Map<String, Long> symbols, Optional<String> buildId) {
    static final String ROOT = "TopMemoryContext";

    /** The contexts by which lifetimes are told. */
    private static final Set<String> VARIABLES = Set.of(
            ROOT, "TopTransactionContext", "CurTransactionContext", "MessageContext", "ErrorContext", "PortalContext");

    /** What {@code version()} says begins so. */
    private static final Pattern VERSION =
            Pattern.compile("PostgreSQL ((\\d{1,4})(?:\\.(\\d{1,4}))?[^ \0]*) [^\0]*?on [^\0]+");

    /**
     * @param file the program
     * @param name for messages
     */
    static ServerProgram of(ElfFile file, String name) throws IOException {
        Map<String, Long> symbols = file.symbols(VARIABLES);
        if (!symbols.containsKey(ROOT)) {
            throw new OutsideException(name + " is no PostgreSQL server: its symbols have no " + ROOT);
        }
        Matcher version = VERSION.matcher(file.section(".rodata"));
        if (!version.find()) {
            throw new OutsideException(name + " does not say which version of PostgreSQL it is");
        }
        int major = Integer.parseInt(version.group(2));
        int minor = version.group(3) == null ? 0 : Integer.parseInt(version.group(3));
        return new ServerProgram(version.group(1), major, major * 10000 + minor, file.entry(), symbols, file.buildId());
    }
}
