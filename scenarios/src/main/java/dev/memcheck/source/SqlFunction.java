package dev.memcheck.source;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A function or procedure as a script creates it.
 *
 * @param name as it is written, with a schema if one is
 * @param kind how it is called
 * @param arguments those that a caller gives
 * @param result the result's type as it is written, {@code SETOF} included; empty for a procedure
 * @param window whether it is called over a window of rows
 * @param servant what calls it, if only something else does
 */
record SqlFunction(
        String name, Kind kind, List<SqlArgument> arguments, String result, boolean window, Optional<Servant> servant) {
    /**
     * One that something else calls.
     *
     * @param why in a sentence that begins with the function
     * @param of the language or wrapper that it handles, if it does that
     */
    record Servant(String why, Optional<String> of) {}

    /** How it is called. */
    enum Kind {
        FUNCTION,
        /** With {@code CALL}. */
        PROCEDURE,
        /** Over rows. */
        AGGREGATE
    }

    /** Types of values that only the server can make. */
    private static final Set<String> INTERNAL = Set.of(
            "internal",
            "cstring",
            "language_handler",
            "fdw_handler",
            "index_am_handler",
            "table_am_handler",
            "tsm_handler",
            "pg_ddl_command");

    SqlFunction {
        Objects.requireNonNull(name);
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(result);
    }

    /** Why a plain call of it says nothing or cannot be; empty if it can. */
    Optional<String> obstacle() {
        String type = result.toLowerCase(Locale.ROOT);
        if (servant.isPresent()) {
            return servant.map(Servant::why);
        }
        if (trigger() || type.equals("event_trigger")) {
            return Optional.of("is called by a trigger: make one in this file, and fire it");
        }
        if (INTERNAL.contains(type)) {
            return Optional.of("returns " + type + ", which only the server takes");
        }
        for (SqlArgument argument : arguments) {
            if (INTERNAL.contains(argument.type())) {
                return Optional.of("takes " + argument.type() + ", which only the server gives");
            }
        }
        if (returnsRecords()) {
            return Optional.of("returns records: name their columns, as in SELECT * FROM f() AS (a int, b text)");
        }
        return window ? Optional.of("is called over a window of rows") : Optional.empty();
    }

    /** Whether rows that change call it. */
    boolean trigger() {
        return result.equalsIgnoreCase("trigger");
    }

    /** The language or wrapper that it handles. */
    Optional<String> serves() {
        return servant.flatMap(Servant::of);
    }

    /** Whether a query can call it, but no plain one. */
    boolean awkward() {
        return servant.isEmpty() && (window || returnsRecords());
    }

    private boolean returnsRecords() {
        return result.equalsIgnoreCase("setof record");
    }

    /** The same in its schema under another name. */
    SqlFunction named(String other) {
        String schema = name.substring(0, name.lastIndexOf('.') + 1);
        return new SqlFunction(schema + other, kind, arguments, result, window, servant);
    }

    /** The same, as something else calls it. */
    SqlFunction servant(Servant caller) {
        return new SqlFunction(name, kind, arguments, result, window, Optional.of(caller));
    }

    /** Whether it is called with {@code CALL}. */
    boolean procedure() {
        return kind == Kind.PROCEDURE;
    }

    /** Whether it gives rows. */
    boolean returnsSet() {
        String type = result.toLowerCase(Locale.ROOT);
        return type.startsWith("setof ") || type.equals("table");
    }

    /** Its name and the types of its arguments. */
    String signature() {
        return name + "("
                + String.join(", ", arguments.stream().map(SqlArgument::type).toList()) + ")";
    }
}
