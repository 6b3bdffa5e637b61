package dev.memcheck.sql;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An error or notice of the server.
 *
 * @param severity as the server says it: ERROR, FATAL, WARNING, NOTICE, ...
 * @param sqlState five characters
 * @param message primary message
 * @param detail detail, if there is one
 * @param hint hint, if there is one
 * @param context the server's CONTEXT lines, if there are some
 * @param position 1-based character in the statement, if the server gave one
 */
public record SqlError(
        String severity,
        String sqlState,
        String message,
        Optional<String> detail,
        Optional<String> hint,
        Optional<String> context,
        OptionalInt position) {}
