package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstSessionTest {
    @TempDir
    private Path directory;

    @Test
    void eachFunctionHasAWindowThatCallsIt() {
        FirstSession.Written session = session("""
                CREATE FUNCTION one() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                CREATE OR REPLACE FUNCTION two(a int, IN b double precision, c varchar(10) DEFAULT 'x', OUT d int)
                    RETURNS int AS $$ SELECT 1; CREATE FUNCTION not_this() $$ LANGUAGE sql;
                -- CREATE FUNCTION nor_this() RETURNS int
                CREATE PROCEDURE three(VARIADIC list text[]) LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION four(int, VARIADIC "any") RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                """);

        assertThat(session.called()).isEqualTo(4);
        assertThat(session.text())
                .contains(
                        "\nCREATE EXTENSION IF NOT EXISTS my_ext CASCADE;\n",
                        "\nbegin one\n\\repeat 3\n  SELECT one();\n\\endrepeat\nend\n",
                        "  SELECT two(1, 0.5::double precision, 'sample'::varchar);\n",
                        "  CALL three(VARIADIC ARRAY['sample'::text]);\n",
                        "  SELECT four(1, 1);\n")
                .doesNotContain("not_this", "nor_this");
        parse(session);
    }

    @Test
    void whatServesATypeAnAggregateOrALanguageIsNotCalledButTheAggregateIs() {
        FirstSession.Written session = session("""
                CREATE FUNCTION my_in(text) RETURNS my_type LANGUAGE C AS 'x';
                CREATE TYPE my_type (INPUT = my_in, OUTPUT = s.my_out);
                CREATE FUNCTION step(int, int) RETURNS int LANGUAGE C AS 'x';
                CREATE AGGREGATE total(int) (SFUNC = step, STYPE = int);
                CREATE AGGREGATE every(*) (SFUNC = step, STYPE = int);
                CREATE AGGREGATE old(BASETYPE = int, SFUNC = step, STYPE = int);
                CREATE FUNCTION checks(oid) RETURNS void LANGUAGE C AS 'x';
                CREATE LANGUAGE mine HANDLER handles VALIDATOR checks;
                CREATE FUNCTION handler() RETURNS int LANGUAGE C AS 'x';
                """);

        assertThat(session.text())
                .contains(
                        "-- my_in(text) is called for values of a type: use them\n",
                        "-- step(int, int) is called by an aggregate, with its state\n",
                        "-- checks(oid) is the validator of a language or wrapper: use that\n",
                        "  SELECT total(1) FROM pg_catalog.generate_series(1, 10);\n",
                        "  SELECT every(*) FROM pg_catalog.generate_series(1, 10);\n",
                        "  SELECT handler();\n",
                        "\\timeout 5s\n")
                .doesNotContain("SELECT old(");
        assertThat(session.called()).isEqualTo(3);
        assertThat(session.skipped()).isEqualTo(3);
        parse(session);
    }

    @Test
    void aContractCallsEachFunctionAloneForManyRowsAndWithInputOfAllSizes() {
        ExtensionSource source = new ExtensionSource("my_ext", "1.0", Optional.empty(), List.of("""
                        CREATE FUNCTION f(int, text) RETURNS int LANGUAGE C AS 'x';
                        CREATE FUNCTION rows() RETURNS SETOF int LANGUAGE C AS 'x';
                        CREATE FUNCTION step(int, int) RETURNS int LANGUAGE C AS 'x';
                        CREATE AGGREGATE total(int) (SFUNC = step, STYPE = int);
                        CREATE PROCEDURE p(json) LANGUAGE C AS 'x';
                        CREATE FUNCTION own(my_type, text) RETURNS int LANGUAGE C STRICT AS 'x';
                        """), List.of());

        FirstSession.Written session = FirstSession.of(source, List.of(), Optional.empty(), FirstSession.Form.CONTRACT);

        assertThat(session.text())
                .contains(
                        "begin f\n\\repeat 10\n  SELECT f(1, 'sample'::text);\n\\endrepeat\n"
                                + "\\expect per_call no worse than 'f'\n"
                                + "SELECT f(CASE WHEN n > 0 THEN 1 END, 'sample'::text)"
                                + " FROM pg_catalog.generate_series(1, 1000) n;\n"
                                + "\\expect peak_per_row no worse than 'f'\nend\n"
                                + "\\scenario payload_sweep iterations=1 workload='SELECT f(1, :payload::text)'\n",
                        "\nSELECT * FROM rows();\n\\expect peak_per_row no worse than 'rows'\n",
                        "THEN 1 END) FROM pg_catalog.generate_series(1, 1000) n;\n"
                                + "\\expect peak_per_row no worse than 'total' -- over 1000\n",
                        "\n  CALL p('{\"a\": 1}'::json);\n\\endrepeat\n\\expect per_call no worse than 'p'\nend\n",
                        "\n-- own(my_type, text) needs a value of my_type: a strict function does nothing with NULL, so that")
                .doesNotContain("SELECT own(");
        parse(session);
    }

    @Test
    void theServerIsAsItsOwnTestsHaveIt() {
        ExtensionSource source = new ExtensionSource("my_ext", "1.0", Optional.empty(), List.of(""), List.of());

        assertThat(FirstSession.of(source, List.of("preload=my_ext", "setting=my_ext.size=7"), Optional.empty())
                        .text())
                .contains("\\backend preload=my_ext setting=my_ext.size=7\nCREATE EXTENSION");
    }

    @Test
    void filesAreFoundWhereverTheyAre() throws IOException {
        write("lib/my_ext.control.in", "default_version = '@VERSION@'\n");
        write("installed/my_ext.control", "default_version = '1.0'\n");
        write("scripts/my_ext--1.0.sql", "CREATE FUNCTION f(my_type) RETURNS int LANGUAGE C AS 'x';\n");
        write("test/sql/one.sql", "SELECT f('7'::my_type);\n");

        ExtensionSource source = ExtensionSource.read(directory, Optional.of(directory.resolve("installed")));

        assertThat(source.version()).isEqualTo("1.0");
        assertThat(FirstSession.of(source).text()).contains("  SELECT f('7'::my_type);\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aValueOfTheExtensionsOwnTypeComesOfAFunctionThatMakesOne() {
        FirstSession.Written session = session("""
                CREATE FUNCTION next_id() RETURNS my_id LANGUAGE C AS 'x';
                CREATE FUNCTION age(my_id) RETURNS interval LANGUAGE C AS 'x';
                CREATE FUNCTION where(my_place) RETURNS text LANGUAGE C AS 'x';
                """);

        assertThat(session.text()).contains("  SELECT age(next_id());\n", "  SELECT where(NULL::my_place);\n");
        parse(session);
    }

    @Test
    void whatAPlainCallCannotTestIsNamedWithTheReason() {
        FirstSession.Written session = session("""
                CREATE FUNCTION t() RETURNS trigger LANGUAGE C AS 'x';
                CREATE FUNCTION i(internal, int) RETURNS int LANGUAGE C AS 'x';
                CREATE FUNCTION o(int) RETURNS cstring LANGUAGE C AS 'x';
                CREATE FUNCTION s(int) RETURNS SETOF record LANGUAGE C AS 'x';
                CREATE FUNCTION w() RETURNS int LANGUAGE C WINDOW AS 'x';
                """);

        assertThat(session.called()).isZero();
        assertThat(session.skipped()).isEqualTo(5);
        assertThat(session.text().lines().filter(line -> line.matches("-- \\w+\\(.*")))
                .containsExactly(
                        "-- t() is called by a trigger: make one in this file, and fire it",
                        "-- i(internal, int) takes internal, which only the server gives",
                        "-- o(int) returns cstring, which only the server takes",
                        "-- s(int) returns records: name their columns, as in SELECT * FROM f() AS (a int, b text)",
                        "-- w() is called over a window of rows");
        parse(session);
    }

    @Test
    void ofASetAllRowsAreFetched() {
        FirstSession.Written session = session("""
                CREATE FUNCTION s(int) RETURNS SETOF text LANGUAGE C AS 'x';
                CREATE FUNCTION tab(int) RETURNS TABLE (a int, b text) LANGUAGE C AS 'x';
                CREATE FUNCTION outs(a int, OUT b int, OUT c int) RETURNS SETOF record LANGUAGE C AS 'x';
                """);

        assertThat(session.text())
                .contains(
                        "  SELECT pg_catalog.count(*) FROM s(1);\n",
                        "  SELECT pg_catalog.count(*) FROM tab(1);\n",
                        "  SELECT pg_catalog.count(*) FROM outs(1);\n");
        parse(session);
    }

    @Test
    void objectsInASchemaOfTheirOwnAreFound() throws IOException {
        control("default_version = '1.0'\nrelocatable = false\nschema = 'My_Schema'\n");
        script("my_ext--1.0.sql", """
                CREATE TYPE @extschema@.mood AS ENUM ('é');
                CREATE FUNCTION @extschema@.f(m @extschema@.mood, n "Größe") RETURNS int AS '';
                """);

        assertThat(FirstSession.of(ExtensionSource.read(directory, Optional.empty()))
                        .text())
                .contains(
                        " CASCADE;\nSET search_path = \"My_Schema\", public;\n",
                        "  SELECT f(NULL::mood, NULL::\"Größe\");\n");
    }

    @Test
    void theScriptThatAMakefileCopiesToOneWithAVersionWillDo() throws IOException {
        control("default_version = '0.8.0'");
        script("my_ext--0.7.0--0.8.0.sql", "CREATE FUNCTION late() RETURNS int AS '';");
        Files.createDirectory(directory.resolve("sql"));
        script(
                "sql/my_ext.sql",
                "\\echo Use \"CREATE EXTENSION my_ext\"\n\\quit\nCREATE FUNCTION f() RETURNS int AS '';");

        assertThat(ExtensionSource.read(directory, Optional.empty()).scripts()).hasSize(1);

        script("sql/my_ext.sql", "CREATE EXTENSION my_ext;\nCREATE FUNCTION of_a_test() RETURNS int AS '';");
        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty()))
                .hasMessageEndingWith("if the Makefile makes it, run make first");
    }

    @Test
    void typesOfTheExtensionTakeTheirValuesFromItsTests() {
        ExtensionSource source = new ExtensionSource(
                "my_ext",
                "1.0",
                Optional.empty(),
                List.of("""
                        CREATE FUNCTION f(bag) RETURNS bag LANGUAGE C AS 'x';
                        CREATE FUNCTION f(bag[], @extschema@.other) RETURNS bag LANGUAGE C AS 'x';
                        """),
                List.of("SELECT ''::bag; SELECT 'a=>1' :: bag, 'b'::bag;"));

        assertThat(FirstSession.of(source).text())
                .contains("begin f\n", "  SELECT f('a=>1'::bag);\n", "begin f_2\n")
                .contains("-- give other a value", "  SELECT f(ARRAY['a=>1'::bag], NULL::other);\n");
    }

    @Test
    void upgradesAddReplaceAndDropFunctions() throws IOException {
        control("default_version = '1.2'");
        script(
                "my_ext--1.0.sql",
                "CREATE FUNCTION a(int) RETURNS int AS ''; CREATE FUNCTION b() RETURNS int AS '';"
                        + "CREATE FUNCTION s.old(int) RETURNS int AS '';");
        script(
                "my_ext--1.0--1.1.sql",
                "ALTER FUNCTION s.old(int) RENAME TO new; DROP FUNCTION IF EXISTS a(int); CREATE FUNCTION c() RETURNS int AS '';");
        script("my_ext--1.1--1.2.sql", "CREATE OR REPLACE FUNCTION c() RETURNS text AS '';");
        script("my_ext--1.2--1.3.sql", "CREATE FUNCTION d() RETURNS int AS '';");
        script("uninstall_my_ext.sql", "CREATE FUNCTION e() RETURNS int AS '';");

        ExtensionSource source = ExtensionSource.read(directory, Optional.empty());

        assertThat(source.scripts()).hasSize(3);
        assertThat(FirstSession.of(source).text())
                .contains("SELECT b();", "SELECT c();", "SELECT s.new(1);")
                .doesNotContain("SELECT a(", "old", "SELECT d(", "SELECT e(");
    }

    @Test
    void directoriesThatAreNoExtensionAreRefused() throws IOException {
        Path absent = directory.resolve("absent");
        assertThatThrownBy(() -> ExtensionSource.read(absent, Optional.empty()))
                .isInstanceOf(SourceException.class)
                .hasMessage("there is no directory " + absent);
        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty()))
                .isInstanceOf(SourceException.class)
                .hasMessage("expected the source directory of an extension, with one control file; " + directory
                        + " has none; a library that is only loaded has no functions to call: write its session by hand,"
                        + " with \\backend private preload=LIBRARY at its top");

        control("default_version = '2.0'");
        script("my_ext--1.0.sql", "");
        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty()))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("there is no script my_ext--2.0.sql in ");
    }

    /** Whatever a script holds, a session file that can be read comes of it. */
    @Test
    void brokenScriptsGiveAFileThatCanBeRead() {
        for (String script : List.of(
                "CREATE FUNCTION",
                "CREATE FUNCTION f(",
                "CREATE FUNCTION f(a int, (",
                "CREATE FUNCTION f)) RETURNS",
                "CREATE FUNCTION f() RETURNS",
                "DROP FUNCTION f(",
                "CREATE FUNCTION \"we\\ird\n\"(int) RETURNS int;",
                "CREATE FUNCTION f(\"a\nb\" \"t\nu\") RETURNS int;",
                "CREATE OR REPLACE",
                "CREATE FUNCTION f(); ALTER FUNCTION f() RENAME TO",
                "'open")) {
            parse(session(script));
        }
    }

    private static void parse(FirstSession.Written session) {
        assertThat(new SessionParser(List.of(), IncludeResolver.files()).parse("first.mcs", session.text()))
                .isNotEmpty();
    }

    private static FirstSession.Written session(String script) {
        return FirstSession.of(new ExtensionSource("my_ext", "1.0", Optional.empty(), List.of(script), List.of()));
    }

    private void control(String text) throws IOException {
        script("my_ext.control", text);
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
