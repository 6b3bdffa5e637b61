package dev.memcheck.source;

import dev.memcheck.script.SqlScanner;
import dev.memcheck.script.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A value for each type, as SQL: of the server's types ours, of others the first that the regression files have and that is not empty. */
final class SampleValues {
    private static final Map<String, String> OF_SERVER = Map.ofEntries(
            Map.entry("int", "1"),
            Map.entry("integer", "1"),
            Map.entry("int4", "1"),
            Map.entry("smallint", "1::smallint"),
            Map.entry("int2", "1::smallint"),
            Map.entry("bigint", "1::bigint"),
            Map.entry("int8", "1::bigint"),
            Map.entry("real", "0.5::real"),
            Map.entry("float4", "0.5::real"),
            Map.entry("double precision", "0.5::double precision"),
            Map.entry("float8", "0.5::double precision"),
            Map.entry("numeric", "0.5"),
            Map.entry("decimal", "0.5"),
            Map.entry("bool", "true"),
            Map.entry("boolean", "true"),
            Map.entry("text", "'sample'::text"),
            Map.entry("varchar", "'sample'::varchar"),
            Map.entry("character varying", "'sample'::varchar"),
            Map.entry("char", "'s'::char"),
            Map.entry("character", "'s'::char"),
            Map.entry("bpchar", "'s'::bpchar"),
            Map.entry("\"char\"", "'s'::\"char\""),
            Map.entry("name", "'sample'::name"),
            Map.entry("bytea", "'\\x0102'::bytea"),
            Map.entry("oid", "'pg_catalog.pg_class'::regclass::oid"),
            Map.entry("regclass", "'pg_catalog.pg_class'::regclass"),
            Map.entry("regproc", "'pg_catalog.now'::regproc"),
            Map.entry("regtype", "'pg_catalog.text'::regtype"),
            Map.entry("tid", "'(0,1)'::tid"),
            Map.entry("date", "'2026-01-31'::date"),
            Map.entry("time", "'12:34:56'::time"),
            Map.entry("timetz", "'12:34:56+00'::timetz"),
            Map.entry("timestamp", "'2026-01-31 12:34:56'::timestamp"),
            Map.entry("timestamp without time zone", "'2026-01-31 12:34:56'::timestamp"),
            Map.entry("timestamptz", "'2026-01-31 12:34:56+00'::timestamptz"),
            Map.entry("timestamp with time zone", "'2026-01-31 12:34:56+00'::timestamptz"),
            Map.entry("interval", "'1 day'::interval"),
            Map.entry("uuid", "'00000000-0000-4000-8000-000000000001'::uuid"),
            Map.entry("json", "'{\"a\": 1}'::json"),
            Map.entry("jsonb", "'{\"a\": 1}'::jsonb"),
            Map.entry("xml", "'<a/>'::xml"),
            Map.entry("inet", "'192.0.2.1'::inet"),
            Map.entry("cidr", "'192.0.2.0/24'::cidr"),
            Map.entry("macaddr", "'08:00:2b:01:02:03'::macaddr"),
            Map.entry("macaddr8", "'08:00:2b:01:02:03:04:05'::macaddr8"),
            Map.entry("bit", "B'1'"),
            Map.entry("bit varying", "B'101'::varbit"),
            Map.entry("varbit", "B'101'::varbit"),
            Map.entry("money", "'0.50'::money"),
            Map.entry("point", "'(1,2)'::point"),
            Map.entry("box", "'(2,2),(1,1)'::box"),
            Map.entry("circle", "'<(1,2),3>'::circle"),
            Map.entry("polygon", "'((0,0),(1,1),(1,0))'::polygon"),
            Map.entry("path", "'[(0,0),(1,1)]'::path"),
            Map.entry("lseg", "'[(0,0),(1,1)]'::lseg"),
            Map.entry("tsvector", "'a sample'::tsvector"),
            Map.entry("tsquery", "'sample'::tsquery"),
            Map.entry("int4range", "'[1,3)'::int4range"),
            Map.entry("numrange", "'[1,3)'::numrange"),
            Map.entry("record", "ROW(1, 'sample'::text)"),
            Map.entry("anyelement", "1"),
            Map.entry("anycompatible", "1"),
            Map.entry("anynonarray", "1"),
            Map.entry("anyarray", "ARRAY[1]"),
            Map.entry("anycompatiblearray", "ARRAY[1]"),
            Map.entry("anyrange", "'[1,3)'::int4range"),
            Map.entry("any", "1"),
            Map.entry("\"any\"", "1"));

    private final Map<String, String> ofTests = new HashMap<>();

    /** @param tests texts of regression files, in which values such as {@code 'a=>1'::hstore} may stand */
    SampleValues(List<String> tests) {
        tests.forEach(this::learn);
    }

    /** A value of a type, its type with it; empty if none is known. */
    Optional<String> of(String type) {
        if (type.endsWith("[]")) {
            return of(type.substring(0, type.length() - 2)).map(element -> "ARRAY[" + element + "]");
        }
        return Optional.ofNullable(OF_SERVER.get(type)).or(() -> Optional.ofNullable(ofTests.get(type)));
    }

    /** Functions that can be called without arguments give values of their types, where nothing better is known. */
    void learn(List<SqlFunction> functions) {
        for (SqlFunction function : functions) {
            boolean plain = !function.procedure() && function.obstacle().isEmpty() && !function.returnsSet();
            if (plain && function.arguments().isEmpty()) {
                ofTests.putIfAbsent(function.result().toLowerCase(Locale.ROOT), function.name() + "()");
            }
        }
    }

    private void learn(String test) {
        List<Token> tokens = SqlScanner.scan(test).stream()
                .filter(token -> !token.isTrivia())
                .toList();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            String value = tokens.get(i).in(test);
            String type = tokens.get(i + 2).in(test).toLowerCase(Locale.ROOT);
            boolean plain =
                    tokens.get(i).kind() == Token.Kind.STRING && value.startsWith("'") && value.indexOf('\n') < 0;
            boolean empty = value.length() <= "''".length();
            boolean array = i + 3 < tokens.size() && tokens.get(i + 3).in(test).equals("[");
            if (plain && !empty && !array && tokens.get(i + 1).in(test).equals("::")) {
                ofTests.putIfAbsent(type, value + "::" + type);
            }
        }
    }
}
