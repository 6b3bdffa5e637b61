package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScannerTest {
    @Test
    void tellsKindsApart() {
        assertThat(kinds("SELECT a.end, \"b c\", 'd', 1.5e3, :n FROM t -- x"))
                .containsExactly(
                        "KEYWORD SELECT",
                        "IDENTIFIER a",
                        "OPERATOR .",
                        "IDENTIFIER end",
                        "OPERATOR ,",
                        "IDENTIFIER \"b c\"",
                        "OPERATOR ,",
                        "STRING 'd'",
                        "OPERATOR ,",
                        "NUMBER 1.5e3",
                        "OPERATOR ,",
                        "VARIABLE :n",
                        "KEYWORD FROM",
                        "IDENTIFIER t",
                        "COMMENT -- x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'it''s'",
                "'back\\'",
                "E'it\\'s'",
                "e'\\\\'",
                "E'a'\n  -- between\n 'b\\'c'",
                "U&'d\\0061t'",
                "b'01'",
                "x'ff'",
                "N'n'",
                "$$it's $1 \"x$$",
                "$tag$ $$ $other$ $tag$",
                "$Ünï$;$Ünï$",
            })
    void readsAStringAsOneToken(String string) {
        assertThat(SqlScanner.scan(string)).containsExactly(new Token(Token.Kind.STRING, 0, string.length(), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "'open''", "E'open\\'", "$$open$", "$a$open$b$", "E'a'\n'b", "U&'x"})
    void marksAStringWithoutAnEnd(String string) {
        assertThat(SqlScanner.scan(string)).containsExactly(new Token(Token.Kind.STRING, 0, string.length(), false));
    }

    @Test
    void nestsComments() {
        assertThat(kinds("/* a /* b */ ; */ x /*/ y"))
                .containsExactly("COMMENT /* a /* b */ ; */", "IDENTIFIER x", "COMMENT /*/ y");
        assertThat(SqlScanner.scan("/* a /* b */").get(0).closed()).isFalse();
    }

    @Test
    void stopsAnOperatorBeforeAComment() {
        assertThat(kinds("1+--2\n3*/* 4 */5"))
                .containsExactly(
                        "NUMBER 1",
                        "OPERATOR +",
                        "COMMENT --2",
                        "NUMBER 3",
                        "OPERATOR *",
                        "COMMENT /* 4 */",
                        "NUMBER 5");
    }

    @Test
    void keepsDollarsInsideNames() {
        assertThat(kinds("a$b$c")).containsExactly("IDENTIFIER a$b$c");
        assertThat(kinds("$1 $x")).containsExactly("VARIABLE $1", "OPERATOR $", "IDENTIFIER x");
    }

    @Test
    void tellsVariablesFromCastsAndAssignments() {
        assertThat(kinds("a::int :b :'c' :\"d\" e := 1 :'f"))
                .containsExactly(
                        "IDENTIFIER a",
                        "OPERATOR ::",
                        "KEYWORD int",
                        "VARIABLE :b",
                        "VARIABLE :'c'",
                        "VARIABLE :\"d\"",
                        "IDENTIFIER e",
                        "OPERATOR :=",
                        "NUMBER 1",
                        "OPERATOR :",
                        "STRING 'f");
    }

    @Test
    void leavesAUnitBesideItsNumber() {
        assertThat(kinds("64kB 1..10 0xFF 0B 1_000 .5"))
                .containsExactly(
                        "NUMBER 64",
                        "IDENTIFIER kB",
                        "NUMBER 1",
                        "OPERATOR .",
                        "NUMBER .10",
                        "NUMBER 0xFF",
                        "NUMBER 0",
                        "IDENTIFIER B",
                        "NUMBER 1_000",
                        "NUMBER .5");
    }

    @Test
    void takesAByteOrderMarkAsSpaceOnlyAtTheStart() {
        assertThat(SqlScanner.scan("\uFEFFx").get(0).kind()).isEqualTo(Token.Kind.WHITESPACE);
        assertThat(SqlScanner.scan("x\uFEFF")).hasSize(1);
    }

    @Test
    void offersSortedKeywords() {
        assertThat(SqlKeywords.all()).containsSequence("begin", "between").contains("select");
        assertThat(SqlKeywords.contains("Select")).isTrue();
        assertThat(SqlKeywords.contains("selects")).isFalse();
    }

    private static List<String> kinds(String text) {
        return SqlScanner.scan(text).stream()
                .filter(span -> span.kind() != Token.Kind.WHITESPACE)
                .map(span -> span.kind() + " " + span.in(text))
                .collect(Collectors.toList());
    }
}
