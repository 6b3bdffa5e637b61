package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementSplitterTest {
    @Test
    void splitsALineWithAWindow() {
        assertThat(pieces("begin; SELECT my_fn(); end"))
                .containsExactly("WINDOW begin", "SQL SELECT my_fn()", "WINDOW end");
    }

    @Test
    void endsWindowWordsAndCommandsWithTheirLine() {
        assertThat(
                        pieces(
                                "begin w like 'My%' {\"a\": \"x;}\\\"\",\n \"b\": [1]} -- note\nSELECT 1; \\q now; or never\nEnd w"))
                .containsExactly(
                        "WINDOW begin w like 'My%' {\"a\": \"x;}\\\"\",\n \"b\": [1]}",
                        "SQL SELECT 1", "COMMAND \\q now; or never", "WINDOW End w");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN TRANSACTION",
                "begin work",
                "Begin Isolation Level SERIALIZABLE",
                "BEGIN READ ONLY",
                "BEGIN NOT DEFERRABLE",
                "BEGIN DEFERRABLE",
                "BEGIN /* sic */ WORK",
                "END TRANSACTION",
                "END WORK AND CHAIN",
                "end and chain",
                "START TRANSACTION",
                "COMMIT",
                "beginning",
                "\"begin\"",
                "SELECT 'a' || E'b\\';' || $$;$$ || U&\"c;\" -- ;\n, /* ; /* ; */ ; */ (1; 2)",
                "SELECT CASE WHEN a THEN 1\n END",
                "SELECT (CASE WHEN a THEN 1\nEND), CASE WHEN b THEN CASE WHEN c THEN 2\n END\n END",
                "SELECT 1 AS\nend",
                "/*+ SeqScan(t) */ SELECT * FROM t",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN 1 END; END",
                "create or replace procedure p()\nbegin atomic\nselect 1;\nselect s.end();\nselect 1 as end;\nend",
                "CREATE FUNCTION ext_memcheck.begin(a int) RETURNS text LANGUAGE c AS 'x', 'y'",
                "DO $do$ begin perform 1; end $do$",
            })
    void keepsOneStatementWhole(String sql) {
        assertThat(pieces(sql + ";SELECT 2")).containsExactly("SQL " + sql, "SQL SELECT 2");
    }

    @Test
    void leavesCommentsOutsideTheBody() {
        String text = "-- head\n/* more */ SELECT 1 -- tail\n ; -- after";
        assertThat(pieces(text)).containsExactly("SQL SELECT 1", "EMPTY ");
        assertThat(StatementSplitter.split(text).get(0).in(text)).isEqualTo("-- head\n/* more */ SELECT 1 -- tail\n ;");
    }

    @Test
    void takesBareCommands() {
        assertThat(pieces("help me; QUIT\nexit ; SELECT helper()"))
                .containsExactly("WORD help me", "WORD QUIT", "WORD exit", "SQL SELECT helper()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 \\q",
                "SELECT (1\n\\endrepeat",
                "SELECT 1\nend",
                "SELECT 1\n begin ;",
                "SELECT 1\nend -- w"
            })
    void cutsAStatementShortWhereItLostItsSemicolon(String text) {
        List<Piece> pieces = StatementSplitter.split(text);
        assertThat(pieces.get(0).ending()).isEqualTo(Piece.Ending.CUT_SHORT);
        assertThat(pieces).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '>',
            value = {
                "`` > COMPLETE",
                "`SELECT 1;` > COMPLETE",
                "`SELECT 1` > IN_STATEMENT",
                "`SELECT 1;\nSELECT 2` > IN_STATEMENT",
                "`SELECT 1,\n2; SELECT 3` > COMPLETE",
                "`begin; SELECT my_fn(); end` > COMPLETE",
                "`begin; SELECT leak_top(); SELECT 1` > COMPLETE",
                "`begin; SELECT f(` > IN_PARENTHESES",
                "`begin; SELECT f(\n)` > COMPLETE",
                "`begin\nSELECT 1` > IN_STATEMENT",
                "`begin` > COMPLETE",
                "`BEGIN WORK` > IN_STATEMENT",
                "`begin {\"a\":` > IN_PARENTHESES",
                "`begin 'open` > COMPLETE",
                "`help` > COMPLETE",
                "`\\q` > COMPLETE",
                "`SELECT 'a;` > IN_QUOTE",
                "`SELECT \"a;` > IN_IDENTIFIER",
                "`SELECT $x$;` > IN_DOLLAR_QUOTE",
                "`SELECT 1 /* ;` > IN_COMMENT",
                "`/* ;` > IN_COMMENT",
                "`-- ;` > COMPLETE",
                "`CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;` > IN_ROUTINE_BODY",
                "`SELECT 1\n\\q` > COMPLETE",
                "`SELECT 1\nend` > COMPLETE",
                "`\\repeat 3` > IN_BLOCK",
                "`\\repeat 3\n\\repeat 2\nSELECT 1;\n\\endrepeat` > IN_BLOCK",
                "`\\repeat 3\nSELECT 1;\n\\endrepeat` > COMPLETE",
                "`\\repeat 3\nSELECT 1` > IN_STATEMENT",
                "`\\endrepeat\n\\repeat 3` > COMPLETE",
            })
    void knowsWhetherATextIsComplete(String text, Completeness expected) {
        assertThat(StatementSplitter.completeness(text)).isEqualTo(expected);
    }

    @Test
    void pointsAtWhatIsOpen() {
        assertThat(StatementSplitter.split("SELECT f((1, 'a'").get(0).open())
                .contains(new Piece.Open(Completeness.IN_PARENTHESES, 8));
        assertThat(StatementSplitter.split("SELECT f((1, 'a").get(0).open())
                .contains(new Piece.Open(Completeness.IN_QUOTE, 13));
    }

    private static List<String> pieces(String text) {
        return StatementSplitter.split(text).stream()
                .map(piece -> piece.kind() + " " + piece.bodyIn(text))
                .collect(Collectors.toList());
    }
}
