package dev.memcheck.backend.catalog;

/** Lists of objects, with psql's titles and columns. */
public final class CatalogLists {
    private static final String NOT_THE_SYSTEMS =
            CatalogSql.of("n.nspname @<> 'pg_catalog' AND n.nspname @<> 'information_schema'");

    private CatalogLists() {}

    /** @param kinds of pg_class.relkind */
    public static CatalogQuery relations(String kinds, ObjectPattern pattern) {
        boolean indexes = kinds.equals("iI");
        String sql = CatalogSql.of(
                """
                SELECT n.nspname AS "Schema", c.relname AS "Name",
                  CASE WHEN c.relkind @= 'r' THEN 'table' WHEN c.relkind @= 'v' THEN 'view'
                    WHEN c.relkind @= 'm' THEN 'materialized view' WHEN c.relkind @= 'i' THEN 'index'
                    WHEN c.relkind @= 'S' THEN 'sequence' WHEN c.relkind @= 't' THEN 'TOAST table'
                    WHEN c.relkind @= 'f' THEN 'foreign table' WHEN c.relkind @= 'p' THEN 'partitioned table'
                    WHEN c.relkind @= 'I' THEN 'partitioned index' END AS "Type",
                  pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"%s
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid @= c.relnamespace%s
                WHERE c.relkind @= ANY ('{%s}'::pg_catalog."char"[]) AND n.nspname @!~ '^pg_toast' AND %s AND %s
                ORDER BY 1, 2""",
                indexes ? ", t.relname AS \"Table\"" : "",
                indexes
                        ? CatalogSql.of(" JOIN pg_catalog.pg_index i ON i.indexrelid @= c.oid"
                                + " JOIN pg_catalog.pg_class t ON t.oid @= i.indrelid")
                        : "",
                String.join(",", kinds.split("")),
                pattern.isAll() ? NOT_THE_SYSTEMS : "true",
                pattern.condition("n.nspname", "c.relname", "pg_catalog.pg_table_is_visible(c.oid)"));
        return new CatalogQuery("List of relations", sql, true);
    }

    public static CatalogQuery functions(ObjectPattern pattern) {
        return new CatalogQuery(
                "List of functions",
                CatalogSql.of(
                        """
                SELECT n.nspname AS "Schema", p.proname AS "Name",
                  pg_catalog.pg_get_function_result(p.oid) AS "Result data type",
                  pg_catalog.pg_get_function_arguments(p.oid) AS "Argument data types",
                  CASE WHEN p.prokind @= 'a' THEN 'agg' WHEN p.prokind @= 'w' THEN 'window'
                    WHEN p.prokind @= 'p' THEN 'proc' ELSE 'func' END AS "Type"
                FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid @= p.pronamespace
                WHERE %s AND %s
                ORDER BY 1, 2, 4""",
                        pattern.isAll() ? NOT_THE_SYSTEMS : "true",
                        pattern.condition("n.nspname", "p.proname", "pg_catalog.pg_function_is_visible(p.oid)")),
                true);
    }

    public static CatalogQuery extensions(ObjectPattern pattern) {
        return new CatalogQuery(
                "List of installed extensions", CatalogSql.of("""
                SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema",
                  pg_catalog.obj_description(e.oid, 'pg_extension') AS "Description"
                FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid @= e.extnamespace
                WHERE %s
                ORDER BY 1""", pattern.condition("e.extname")), true);
    }

    public static CatalogQuery schemas(ObjectPattern pattern) {
        return new CatalogQuery(
                "List of schemas",
                CatalogSql.of(
                        """
                SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner"
                FROM pg_catalog.pg_namespace n
                WHERE %s AND %s
                ORDER BY 1""",
                        pattern.isAll()
                                ? CatalogSql.of("n.nspname @!~ '^pg_' AND n.nspname @<> 'information_schema'")
                                : "true",
                        pattern.condition("n.nspname")),
                true);
    }

    public static CatalogQuery roles(ObjectPattern pattern) {
        return new CatalogQuery(
                "List of roles",
                CatalogSql.of(
                        """
                SELECT r.rolname AS "Role name",
                  pg_catalog.ltrim(pg_catalog.concat(pg_catalog.concat_ws(', ',
                    CASE WHEN r.rolsuper THEN 'Superuser' END,
                    CASE WHEN NOT r.rolinherit THEN 'No inheritance' END,
                    CASE WHEN r.rolcreaterole THEN 'Create role' END,
                    CASE WHEN r.rolcreatedb THEN 'Create DB' END,
                    CASE WHEN NOT r.rolcanlogin THEN 'Cannot login' END,
                    CASE WHEN r.rolreplication THEN 'Replication' END,
                    CASE WHEN r.rolbypassrls THEN 'Bypass RLS' END),
                    CASE WHEN r.rolconnlimit @= 0 THEN E'\\nNo connections'
                      WHEN r.rolconnlimit @= 1 THEN E'\\n1 connection'
                      WHEN r.rolconnlimit @> 1 THEN pg_catalog.concat(E'\\n', r.rolconnlimit, ' connections') END,
                    CASE WHEN r.rolvaliduntil IS NOT NULL
                      THEN pg_catalog.concat(E'\\nPassword valid until ', r.rolvaliduntil) END), E'\\n') AS "Attributes",
                  ARRAY(SELECT DISTINCT b.rolname FROM pg_catalog.pg_auth_members m
                    JOIN pg_catalog.pg_roles b ON m.roleid @= b.oid
                    WHERE m.member @= r.oid ORDER BY 1) AS "Member of"
                FROM pg_catalog.pg_roles r
                WHERE %s AND %s
                ORDER BY 1""",
                        pattern.isAll() ? CatalogSql.of("r.rolname @!~ '^pg_'") : "true",
                        pattern.condition("r.rolname")),
                false);
    }

    public static CatalogQuery databases(ObjectPattern pattern) {
        return new CatalogQuery("List of databases", CatalogSql.of("""
                SELECT d.datname AS "Name", pg_catalog.pg_get_userbyid(d.datdba) AS "Owner",
                  pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding",
                  d.datcollate AS "Collate", d.datctype AS "Ctype",
                  COALESCE(pg_catalog.jsonb_extract_path_text(pg_catalog.to_jsonb(d), 'daticulocale'),
                    pg_catalog.jsonb_extract_path_text(pg_catalog.to_jsonb(d), 'datlocale')) AS "ICU Locale",
                  CASE WHEN d.datlocprovider @= 'c' THEN 'libc' WHEN d.datlocprovider @= 'i' THEN 'icu'
                    WHEN d.datlocprovider @= 'b' THEN 'builtin' END AS "Locale Provider",
                  pg_catalog.array_to_string(d.datacl, E'\\n') AS "Access privileges"
                FROM pg_catalog.pg_database d
                WHERE %s
                ORDER BY 1""", pattern.condition("d.datname")), true);
    }

    /** As a session that begins now has them; who asks has a lock_timeout of its own. */
    public static CatalogQuery settings(ObjectPattern pattern) {
        String chosen = pattern.isAll()
                ? CatalogSql.of("s.source @<> 'default' AND (s.boot_val IS NULL OR s.reset_val @<> s.boot_val)")
                : pattern.condition("pg_catalog.lower(s.name)");
        return new CatalogQuery(
                pattern.isAll() ? "List of non-default configuration parameters" : "List of configuration parameters",
                CatalogSql.of("""
                        SELECT s.name AS "Parameter",
                          CASE WHEN s.name @<> 'lock_timeout' THEN pg_catalog.current_setting(s.name)
                            WHEN s.reset_val @= '0' THEN s.reset_val
                            ELSE pg_catalog.concat(s.reset_val, s.unit) END AS "Value"
                        FROM pg_catalog.pg_settings s
                        WHERE %s
                        ORDER BY 1""", chosen),
                true);
    }

    /**
     * The source of a function.
     *
     * @param name as in SQL, with its argument types where the name alone is not enough
     */
    public static CatalogQuery functionSource(String name) {
        return new CatalogQuery(
                "",
                "SELECT pg_catalog.pg_get_functiondef(" + CatalogSql.literal(name) + "::pg_catalog."
                        + (name.contains("(") ? "regprocedure" : "regproc") + ")",
                false);
    }
}
