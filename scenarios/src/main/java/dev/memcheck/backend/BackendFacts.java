package dev.memcheck.backend;

import java.util.Optional;

/**
 * What is known about a connected backend.
 *
 * @param pid its process id on its machine
 * @param serverVersion as in {@code 15.20}
 * @param serverVersionNumber as in {@code 150020}
 * @param extensionVersion version of {@code pg_ext_memcheck}; empty if the server does not have it, and then windows
 *     and findings are not to be had
 * @param where for {@code \conninfo}: database, user, host and port in a sentence
 */
public record BackendFacts(
        int pid, String serverVersion, int serverVersionNumber, Optional<String> extensionVersion, String where) {}
