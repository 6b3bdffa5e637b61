package dev.memcheck.backend.catalog;

import java.util.Locale;
import java.util.Optional;

/**
 * The beginning of an object's name, as typed so far.
 *
 * @param schema its schema, as the catalog has it, if one was typed
 * @param text what there is of the name, without quotes
 * @param quoted whether it began with a double quote
 */
public record NameBegun(Optional<String> schema, String text, boolean quoted) {
    /** The condition that a name begins so. Without a quote case does not matter: what needs quotes is found, too. */
    String begins(String column) {
        return quoted
                ? "pg_catalog.starts_with(" + column + "::pg_catalog.text, " + CatalogSql.literal(text) + ")"
                : "pg_catalog.starts_with(pg_catalog.lower(" + column + "::pg_catalog.text), "
                        + CatalogSql.literal(text.toLowerCase(Locale.ROOT)) + ")";
    }

    /** The name as SQL has it. */
    String written(String column) {
        return quoted
                ? "pg_catalog.concat('\"', pg_catalog.replace(" + column + "::pg_catalog.text, '\"', '\"\"'), '\"')"
                : "pg_catalog.quote_ident(" + column + "::pg_catalog.text)";
    }

    /** The condition on a schema: the one that was typed, or any in which no schema need be typed. */
    String inSchema(String column, String visible) {
        return schema.map(name -> column + CatalogSql.of(" @= ") + CatalogSql.literal(name))
                .orElse(visible);
    }

    /** The condition that leaves the system's own out while nothing, or nothing like theirs, was typed. */
    String notTheSystems(String schemaColumn, boolean namesBeginWithPg) {
        boolean meant = schema.isPresent()
                || (namesBeginWithPg ? text.toLowerCase(Locale.ROOT).startsWith("pg_") : !text.isEmpty());
        return meant ? "true" : schemaColumn + CatalogSql.of(" @<> 'pg_catalog'");
    }
}
