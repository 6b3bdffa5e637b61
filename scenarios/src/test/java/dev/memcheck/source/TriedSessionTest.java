package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is written where a server says how each call ends. */
class TriedSessionTest {
    @Test
    void whatWasTriedIsWrittenAsItEnded() {
        FirstSession.Written session = tried(
                """
                CREATE FUNCTION good() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                CREATE FUNCTION bad(text) RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                CREATE FUNCTION waits() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                CREATE FUNCTION lost() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                """,
                "",
                call -> call.contains("good")
                        ? answer(CallTrial.End.GOOD)
                        : call.contains("bad")
                                ? new CallTrial.Answer(CallTrial.End.ERROR, "22023", "no\ntext")
                                : answer(call.contains("waits") ? CallTrial.End.WAITS : CallTrial.End.UNSURE));

        assertThat(session.text())
                .contains(
                        "\n-- 3 functions called, 1 of them only as errors, 1 not called, with the reason.\n",
                        "  SELECT good();\n\\endrepeat",
                        "-- fails with what was tried: no text\nbegin bad\n",
                        "  SELECT bad('sample'::text);\n  \\expect error '22023'\n",
                        "-- waits() had not ended after 5s",
                        "  SELECT lost();\n\\endrepeat");
        parse(session);
    }

    @Test
    void whatTakesTheExtensionAwayIsNotCalled() {
        List<String> asked = new ArrayList<>();
        FirstSession.Written session = tried("""
                CREATE FUNCTION take_away() RETURNS void AS 'MODULE_PATHNAME' LANGUAGE C;
                CREATE FUNCTION good() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                """, "SELECT take_away();", call -> {
            asked.add(call);
            return call.contains("take_away")
                    ? new CallTrial.Answer(CallTrial.End.DROPS, "", "drops the extension")
                    : answer(CallTrial.End.GOOD);
        });

        assertThat(session.text())
                .contains("-- take_away() drops the extension, which the next calls need\n", "SELECT good();")
                .doesNotContain("SELECT take_away");
        assertThat(session.words()).isEqualTo("1 function called, 1 not called, with the reason");
        assertThat(asked).contains("SELECT good();");
        parse(session);
    }

    @Test
    void whatIsGoodOnceIsCalledOnce() {
        FirstSession.Written session = tried(
                "CREATE FUNCTION make_it() RETURNS void AS 'MODULE_PATHNAME' LANGUAGE C;",
                "",
                call -> new CallTrial.Answer(CallTrial.End.ONCE, "", "it is there already"));

        assertThat(session.text())
                .contains("-- good once, then: it is there already\nbegin make_it\n  SELECT make_it();\nend\n");
        assertThat(session.words()).isEqualTo("1 function called");
        parse(session);
    }

    @Test
    void aCallOfTheRegressionFilesTakesThePlaceOfOneThatFails() {
        String script = """
                CREATE FUNCTION s.plan(text, int) RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
                CREATE FUNCTION size(shape) RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C STRICT;
                """;
        String test = "SELECT s.plan(x, 1), s.plan('0 * *', -2), size('round');\n";

        FirstSession.Written session = tried(
                script,
                test,
                call -> call.contains("0 * *") || call.contains("size")
                        ? answer(CallTrial.End.GOOD)
                        : new CallTrial.Answer(CallTrial.End.ERROR, "22023", "no plan"));

        assertThat(session.text())
                .contains("  SELECT s.plan('0 * *', -2);\n\\endrepeat", "  SELECT size('round');\n")
                .doesNotContain("fails with", "give shape");
        assertThat(session.words()).isEqualTo("2 functions called");
    }

    @Test
    void whatNoPlainCallTestsIsUsedAsTheRegressionFilesDo() {
        String script = """
                CREATE FUNCTION rows_of(text) RETURNS SETOF record LANGUAGE C AS 'x';
                CREATE FUNCTION fires() RETURNS trigger LANGUAGE C AS 'x';
                CREATE FUNCTION handles() RETURNS language_handler LANGUAGE C AS 'x';
                CREATE FUNCTION wraps() RETURNS fdw_handler LANGUAGE C AS 'x';
                CREATE FUNCTION hides(internal) RETURNS int LANGUAGE C AS 'x';
                CREATE TRUSTED LANGUAGE mine HANDLER handles;
                CREATE FOREIGN DATA WRAPPER its HANDLER wraps;
                """;
        String test = """
                CREATE EXTENSION my_ext;
                CREATE ROLE somebody;
                CREATE TABLE bad (x);
                CREATE TABLE t (a int);
                SELECT * FROM s.rows_of('wrong') AS (a int);
                INSERT INTO t VALUES (0);
                SELECT * FROM s.rows_of('t') AS (a int);
                CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION s.fires();
                INSERT INTO t VALUES (1);
                CREATE FUNCTION said(text) RETURNS text LANGUAGE mine AS 'hello; $1';
                SELECT said('x') \\gset
                SELECT said('y');
                CREATE FOREIGN TABLE far (a int) SERVER s;
                SELECT * FROM far;
                SELECT hides(NULL);
                """;

        FirstSession.Written session = tried(
                script,
                test,
                statement -> statement.contains("wrong") || statement.contains("bad (")
                        ? new CallTrial.Answer(CallTrial.End.ERROR, "22023", "no")
                        : answer(CallTrial.End.GOOD));

        assertThat(session.text())
                .contains(
                        "-- rows_of(text) returns records: name their columns,",
                        """
                        . As its tests do it:
                        CREATE SCHEMA example_of_rows_of;
                        SET search_path = example_of_rows_of, public;
                        CREATE TABLE t (a int);
                        INSERT INTO t VALUES (0);
                        begin rows_of
                        \\repeat 3
                          SELECT * FROM s.rows_of('t') AS (a int);
                        \\endrepeat
                        end
                        SET search_path = public;
                        """,
                        "begin fires\n\\repeat 3\n  INSERT INTO t VALUES (1);\n",
                        "begin handles\n\\repeat 3\n  SELECT said('y');\n",
                        "begin wraps\n\\repeat 3\n  SELECT * FROM far;\n",
                        "-- hides(internal) takes internal, which only the server gives\n")
                .doesNotContain("bad (", "wrong", "somebody");
        assertThat(session.called()).isEqualTo(4);
        assertThat(session.skipped()).isEqualTo(1);
        parse(session);
    }

    @Test
    void theTestsOfACrateAreRolledBackAsCargoDoes() {
        List<String> sent = new ArrayList<>();
        CargoCrate crate =
                new CargoCrate(Path.of(""), "my_ext", "1.0", Optional.of("0.18.1"), List.of("pg15", "pg_test"), false);
        ExtensionSource source =
                new ExtensionSource("my_ext", "1.0", Optional.empty(), List.of("""
                CREATE SCHEMA IF NOT EXISTS tests; /* tests */
                CREATE  FUNCTION tests."makes_a_table"() RETURNS void LANGUAGE c AS 'x';
                CREATE  FUNCTION tests."must_fail"() RETURNS void LANGUAGE c AS 'x';
                """), List.of(), Optional.of(crate));

        FirstSession.Written session = FirstSession.of(source, List.of(), Optional.of((statement, times) -> {
            sent.add(statement);
            return statement.contains("must_fail")
                    ? new CallTrial.Answer(CallTrial.End.ERROR, "XX000", "as it must")
                    : answer(CallTrial.End.GOOD);
        }));

        assertThat(source.testsOfCrate()).isTrue();
        assertThat(sent).startsWith("BEGIN TRANSACTION;", "SELECT tests.\"makes_a_table\"();", "ROLLBACK;");
        assertThat(session.text()).contains("""
                begin tests_makes_a_table
                \\repeat 3
                  BEGIN TRANSACTION;
                  SELECT tests."makes_a_table"();
                  ROLLBACK;
                \\endrepeat
                end
                """, """
                  SELECT tests."must_fail"();
                  \\expect error 'XX000'
                  ROLLBACK;
                """);
        parse(session);
    }

    private static CallTrial.Answer answer(CallTrial.End end) {
        return new CallTrial.Answer(end, "", "");
    }

    private static FirstSession.Written tried(String script, String test, Function<String, CallTrial.Answer> answers) {
        return FirstSession.of(
                new ExtensionSource("my_ext", "1.0", Optional.empty(), List.of(script), List.of(test)),
                List.of(),
                Optional.of((call, times) -> answers.apply(call)));
    }

    private static void parse(FirstSession.Written session) {
        assertThat(new SessionParser(List.of(), IncludeResolver.files()).parse("first.mcs", session.text()))
                .isNotEmpty();
    }
}
