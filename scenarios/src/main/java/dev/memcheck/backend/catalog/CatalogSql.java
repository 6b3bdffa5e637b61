package dev.memcheck.backend.catalog;

import java.util.regex.Pattern;

/**
 * SQL that means the server's own objects whatever the search path: functions and types are named with their schema, and
 * an operator after {@code @} is the one of {@code pg_catalog}.
 */
final class CatalogSql {
    private static final Pattern OPERATOR = Pattern.compile("@([=<>~!|]+)");

    private CatalogSql() {}

    static String of(String text) {
        return OPERATOR.matcher(text).replaceAll("OPERATOR(pg_catalog.$1)");
    }

    /** The same with parts put in for {@code %s} afterwards, so that nothing in them is changed. */
    static String of(String text, String... parts) {
        return of(text).formatted((Object[]) parts);
    }

    /** A string that means the same with and without {@code standard_conforming_strings}. */
    static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
