package dev.memcheck.sql;

import java.util.List;
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
 * @param position 1-based character in the statement, or in the query inside it if there is one, if the server gave one
 * @param verbose what the server tells besides, a line each: which object it is about, and where in the server it arose
 * @param query what a function ran, if the error is in that and not in the statement
 */
public record SqlError(
        String severity,
        String sqlState,
        String message,
        Optional<String> detail,
        Optional<String> hint,
        Optional<String> context,
        OptionalInt position,
        List<String> verbose,
        Optional<String> query) {
    public SqlError {
        verbose = List.copyOf(verbose);
    }

    /** One of which no more is known. */
    public SqlError(
            String severity,
            String sqlState,
            String message,
            Optional<String> detail,
            Optional<String> hint,
            Optional<String> context,
            OptionalInt position) {
        this(severity, sqlState, message, detail, hint, context, position, List.of(), Optional.empty());
    }
}
