package dev.memcheck.backend.catalog;

import java.util.Collection;
import java.util.stream.Collectors;

/** A kind of names that can be typed. */
public enum NameKind {
    RELATIONS("tables and views"),
    TABLES("tables"),
    VIEWS("views"),
    MATERIALIZED_VIEWS("materialized views"),
    INDEXES("indexes"),
    SEQUENCES("sequences"),
    ALL_RELATIONS("relations"),
    COLUMNS("columns"),
    FUNCTIONS("functions"),
    SET_FUNCTIONS("functions"),
    PROCEDURES("procedures"),
    SCHEMAS("schemas"),
    ROLES("roles"),
    DATABASES("databases"),
    EXTENSIONS("extensions"),
    AVAILABLE_EXTENSIONS("extensions"),
    SETTINGS("settings");

    private static final String MOST = " ORDER BY 1 LIMIT 300";

    private final String label;

    NameKind(String label) {
        this.label = label;
    }

    /** What they are, for people. */
    public String label() {
        return label;
    }

    /**
     * The question for those that begin so. A row is the name as SQL has it, what comes right after it ({@code .} or
     * {@code (}), and what is said of it.
     *
     * @param tables whose columns are meant, as SQL has them; nobody else reads them
     */
    public String query(NameBegun begun, Collection<String> tables) {
        return switch (this) {
            case RELATIONS -> relations("r,p,f,v,m", begun);
            case TABLES -> relations("r,p", begun);
            case VIEWS -> relations("v", begun);
            case MATERIALIZED_VIEWS -> relations("m", begun);
            case INDEXES -> relations("i,I", begun);
            case SEQUENCES -> relations("S", begun);
            case ALL_RELATIONS -> relations("r,p,f,v,m,i,I,S", begun);
            case COLUMNS -> columns(begun, tables);
            case FUNCTIONS -> functions(CatalogSql.of("p.prokind @<> 'p'"), begun);
            case SET_FUNCTIONS -> functions("p.proretset", begun);
            case PROCEDURES -> functions(CatalogSql.of("p.prokind @= 'p'"), begun);
            case SCHEMAS -> schemas("''", begun) + MOST;
            case ROLES -> plain("rolname", "''", "pg_catalog.pg_roles", begun);
            case DATABASES -> plain("datname", "''", "pg_catalog.pg_database", begun);
            case EXTENSIONS -> plain("extname", "extversion", "pg_catalog.pg_extension", begun);
            case AVAILABLE_EXTENSIONS ->
                plain("name", "comment", "pg_catalog.pg_available_extensions", begun, "installed_version IS NULL");
            case SETTINGS ->
                "SELECT name, '', short_desc FROM pg_catalog.pg_settings WHERE " + begun.begins("name") + MOST;
        };
    }

    private static String relations(String kinds, NameBegun begun) {
        String sql = CatalogSql.of(
                """
                SELECT %s, '', '' FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid @= c.relnamespace
                WHERE c.relkind @= ANY ('{%s}'::pg_catalog."char"[]) AND %s AND %s AND %s""",
                begun.written("c.relname"),
                kinds,
                begun.begins("c.relname"),
                begun.inSchema("n.nspname", "pg_catalog.pg_table_is_visible(c.oid)"),
                begun.notTheSystems("n.nspname", true));
        return withSchemas(sql, begun);
    }

    /** One row for all functions of a name, with what the first takes and gives. */
    private static String functions(String which, NameBegun begun) {
        String sql = CatalogSql.of(
                """
                SELECT %s, CASE WHEN pg_catalog.max(p.pronargs) @= 0 THEN '()' ELSE '(' END,
                  pg_catalog.concat(pg_catalog.min(pg_catalog.concat('(', pg_catalog.pg_get_function_arguments(p.oid), ') ',
                    pg_catalog.pg_get_function_result(p.oid))),
                    CASE WHEN pg_catalog.count(*) @> 1 THEN pg_catalog.concat(', and ', pg_catalog.count(*) OPERATOR(pg_catalog.-) 1, ' more') END)
                FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid @= p.pronamespace
                WHERE %s AND %s AND %s AND %s GROUP BY p.proname""",
                begun.written("p.proname"),
                which,
                begun.begins("p.proname"),
                begun.inSchema("n.nspname", "pg_catalog.pg_function_is_visible(p.oid)"),
                begun.notTheSystems("n.nspname", false));
        return withSchemas(sql, begun);
    }

    private static String columns(NameBegun begun, Collection<String> tables) {
        return CatalogSql.of(
                        """
                SELECT %s, '', pg_catalog.min(pg_catalog.format_type(a.atttypid, a.atttypmod))
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid @= ANY (ARRAY[%s]::pg_catalog.oid[]) AND a.attnum @> 0 AND NOT a.attisdropped AND %s
                GROUP BY a.attname""",
                        begun.written("a.attname"),
                        tables.stream()
                                .map(table -> "pg_catalog.to_regclass(" + CatalogSql.literal(table) + ")")
                                .collect(Collectors.joining(", ")),
                        begun.begins("a.attname"))
                + MOST;
    }

    /** Where no schema was typed yet, one may be meant. */
    private static String withSchemas(String sql, NameBegun begun) {
        return begun.schema().isPresent() ? sql + MOST : sql + " UNION ALL " + schemas("'.'", begun) + MOST;
    }

    private static String schemas(String after, NameBegun begun) {
        return CatalogSql.of(
                "SELECT %s, %s, '' FROM pg_catalog.pg_namespace n WHERE %s AND n.nspname @!~ '%s'",
                begun.written("n.nspname"),
                after,
                begun.begins("n.nspname"),
                begun.text().isEmpty() ? "^(pg_|information_schema$)" : "^pg_(toast|temp)");
    }

    private static String plain(String name, String said, String from, NameBegun begun, String... conditions) {
        return "SELECT " + begun.written(name) + ", '', " + said + " FROM " + from + " WHERE " + begun.begins(name)
                + (conditions.length == 0 ? "" : " AND " + String.join(" AND ", conditions)) + MOST;
    }
}
