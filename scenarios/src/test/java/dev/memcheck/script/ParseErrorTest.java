package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParseErrorTest {
    private final SessionParser parser =
            new SessionParser(Set.of("findings", "tree", "q", "?"), IncludeResolver.files());

    @Test
    void drawsACaretUnderTheProblem() {
        assertThat(failure("SELECT 1;\n  \\exepct clean").rendering()).isEqualTo("""
                        t.mcs:2:3: unknown command \\exepct
                              \\exepct clean
                              ^
                            did you mean \\expect?""");
        assertThat(failure("\\expect context_leak byts > 1").rendering()).isEqualTo("""
                        t.mcs:1:22: found byts
                            \\expect context_leak byts > 1
                                                 ^
                            did you mean bytes?""");
    }

    @Test
    void saysWhereTheStatementWithoutASemicolonStarted() {
        assertThat(failure("begin\n SELECT f()\nend\n").rendering()).isEqualTo("""
                        t.mcs:3:1: the statement that started at t.mcs:2:2 has no ;
                            end
                            ^
                            expected a ; before this""");
        assertThat(failure("SELECT f()\n\\expect clean"))
                .hasMessage("t.mcs:2:1: the statement that started at t.mcs:1:1 has no ;; expected a ; before this");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`SELECT 'a;\nx` | 1:8 | a string without an end | expected a closing '",
                "`SELECT \"a;` | 1:8 | a quoted name without an end | expected a closing \"",
                "`SELECT $a$ $b$` | 1:8 | a dollar-quoted string without an end | expected its closing $ quote",
                "`SELECT 1;\n/* /* */` | 2:1 | a comment without an end | expected a closing */",
                "`SELECT f(1; SELECT 2;` | 1:9 | a parenthesis or brace without an end | expected its closing counterpart",
                "`\\` | 1:1 | a backslash without a command | \\? lists the commands",
                "`\\zzzzzz` | 1:1 | unknown command \\zzzzzz | \\? lists the commands",
                "`\\q; SELECT 1` | 1:3 | a command takes the rest of its line | put what follows \\q in the next line",
                "`\\tree 'a` | 1:7 | a quote without an end | close it, or double it inside quotes",
                "`\\expect peak_per_row <= 1kB over 0` | 1:34 | found 0 | expected a number of rows, a whole number from 1 to 9223372036854775807",
                "`\\expect peak <= 1kB over 3` | 1:21 | found over | peak takes one comparison",
                "`\\expect growth <= 1.234` | 1:19 | found 1.234 | expected an exponent with at most two decimals, as in growth <= 1.3",
                "`\\expect no clean` | 1:12 | unknown check type clean | expected a check type such as context_leak",
                "`\\repeat 2\nSELECT 1;\n\\end` | 3:1 | unknown command \\end | did you mean \\endif or \\endrepeat?",
                "`\\expect no context_leek` | 1:12 | unknown check type context_leek | did you mean context_leak?",
                "`SELECT 1;\n\\.\n` | 2:1 | \\. ends the data of COPY FROM STDIN, and there is none before it | COPY ... FROM STDIN; stands in a line of its own before the data",
                "`begin w 5` | 1:9 | found 5 | expected begin [name] [like 'pattern'] [{options}], in this order",
                "`begin 'p' w` | 1:11 | found w | expected begin [name] [like 'pattern'] [{options}], in this order",
                "`begin; DELETE FROM t; ROLLBACK` | 1:23 | ROLLBACK without a transaction: the begin at t.mcs:1:1 opens a memcheck window, not a transaction | nothing has run; write BEGIN TRANSACTION where a transaction is meant: what runs in a window is kept",
                "`begin w\nSAVEPOINT a; end` | 2:1 | SAVEPOINT without a transaction: the begin at t.mcs:1:1 opens a memcheck window, not a transaction | nothing has run; write BEGIN TRANSACTION where a transaction is meant: what runs in a window is kept",
                "`BEGIN;\n\\repeat 2\nABORT;\n\\endrepeat` | 3:1 | ABORT without a transaction: the BEGIN at t.mcs:1:1 opens a memcheck window, not a transaction | nothing has run; write BEGIN TRANSACTION where a transaction is meant: what runs in a window is kept",
                "`BEGIN TRANSACTION; COMMIT; begin; COMMIT AND CHAIN; end` | 1:35 | COMMIT without a transaction: the begin at t.mcs:1:28 opens a memcheck window, not a transaction | nothing has run; write BEGIN TRANSACTION where a transaction is meant: what runs in a window is kept",
                "`begin {} w` | 1:10 | found w | expected begin [name] [like 'pattern'] [{options}], in this order",
                "`begin 'p` | 1:7 | quote without an end | expected a name for the window with a closing '",
                "`begin like` | 1:11 | the line ends too early | expected a pattern of context names in single quotes",
                "`begin like My%` | 1:12 | found My | expected a pattern of context names in single quotes",
                "`begin like 'p` | 1:12 | quote without an end | expected a pattern of context names with a closing '",
                "`begin like ''` | 1:12 | an empty pattern, which is like no name | leave out like to see every context",
                "`begin ''` | 1:7 | a name that says nothing | expected begin [name] [like 'pattern'] [{options}], in this order",
                "`begin w 'My%'` | 1:9 | found 'My%' | expected begin [name] [like 'pattern'] [{options}], in this order: a pattern comes after the word like",
                "`begin 'w' 'My%'` | 1:11 | found 'My%' | expected begin [name] [like 'pattern'] [{options}], in this order: a pattern comes after the word like",
                "`begin like 'p' w` | 1:16 | found w | expected begin [name] [like 'pattern'] [{options}], in this order",
                "`begin '{}' {}` | 1:12 | options a second time | expected begin [name] [like 'pattern'] [{options}], in this order",
                "`begin('executor')` | 1:6 | found ( | expected begin 'name' or begin like 'pattern', without parentheses; the SQL function of that name is SELECT ext_memcheck.begin(...)",
                "`begin {\n` | 1:7 | a parenthesis or brace without an end | expected its closing counterpart",
                "`end a b` | 1:7 | found b | expected end [name]",
                "`end {}` | 1:5 | end takes no options | expected end [name]",
                "`\\repeat` | 1:8 | the line ends too early | expected how many times \\repeat runs, a whole number from 1 to 2147483647",
                "`\\repeat 0` | 1:9 | found 0 | expected how many times \\repeat runs, a whole number from 1 to 2147483647",
                "`\\repeat :n` | 1:9 | variable :n is not set | expected how many times \\repeat runs, a whole number from 1 to 2147483647",
                "`\\repeat 2 3` | 1:11 | found 3 | expected \\repeat N and nothing more",
                "`\\repeat 2\nSELECT 1;` | 1:1 | \\repeat without an end | expected \\endrepeat further on",
                "`SELECT 1;\n\\endrepeat` | 2:1 | \\endrepeat without \\repeat | expected \\repeat N before it",
                "`\\repeat 1\n\\endrepeat 2` | 2:12 | \\endrepeat takes nothing more | end the line after \\endrepeat",
                "`\\warmup 2` | 1:10 | \\warmup has no statement | expected \\warmup N SQL, one statement in one line",
                "`\\warmup 2 SELECT 1; SELECT 2` | 1:21 | \\warmup takes one SQL statement | expected \\warmup N SQL, one statement in one line",
                "`\\warmup 2 SELECT 'a` | 1:18 | a string without an end | expected \\warmup N SQL, one statement in one line",
                "`\\set a-b 1` | 1:6 | no name for a variable: a-b | expected letters, digits and underscores",
                "`SELECT 1;\n\\backend preload=x` | 2:1 | \\backend comes too late: the session has begun | put it before the first statement, window or command",
                "`\\backend` | 1:1 | \\backend says nothing | expected \\backend preload=LIBRARY setting=NAME=VALUE",
                "`\\backend prelod=x` | 1:10 | unknown option prelod of \\backend | did you mean preload?",
                "`\\backend setting=x` | 1:10 | option setting of \\backend has no value | expected \\backend preload=LIBRARY setting=NAME=VALUE",
                "`\\expect` | 1:8 | \\expect says nothing | expected clean, no, error, rows, value, cell, retained, peak, per_call, peak_per_row, growth or a check type such as context_leak",
                "`\\expect context_leek` | 1:9 | unknown check type context_leek | did you mean context_leak?",
                "`\\expect 5` | 1:9 | found 5 | expected clean, no, error, rows, value, cell, retained, peak, per_call, peak_per_row, growth or a check type such as context_leak",
                "`\\expect clean now` | 1:15 | found now | clean takes nothing more",
                "`\\expect rows 3` | 1:14 | found 3 | expected a comparison, one of = != < <= > >=",
                "`\\expect rows = x` | 1:16 | found x | expected a number of rows, a whole number from 0 to 9223372036854775807",
                "`\\expect crash bytes > 1.5kB` | 1:23 | found 1.5 | expected a number of bytes, a whole number from 0 to 9223372036854775807",
                "`\\expect crash bytes > 1 TB` | 1:25 | unknown unit TB | expected B, kB, MB or GB",
                "`\\expect crash bytes > 9223372036854775807 kB` | 1:43 | 9223372036854775807 kB is too much | expected fewer bytes than 2^63",
                "`\\expect crash count = 1 count = 2` | 1:25 | count stands twice | say it once",
                "`\\expect crash severity bad` | 1:24 | found bad | expected INFO, WARNING or ERROR",
                "`\\expect crash in` | 1:17 | the line ends too early | expected the name of a context",
                "`\\expect error E'x'` | 1:15 | found E'x' | expected an SQLSTATE or a part of the message in single quotes",
                "`SELECT 1;\n\\if :x` | 2:1 | \\if without an end | expected \\endif further on",
                "`\\endif` | 1:1 | \\endif without \\if | expected \\if before it",
                "`\\repeat 2\n\\else\n\\endrepeat` | 2:1 | \\else without \\if | expected \\if before it",
                "`\\if 1\n\\endrepeat\n\\endif` | 2:1 | \\endrepeat without \\repeat | expected \\repeat N before it",
                "`\\if 1\n\\else\n\\elif 1\n\\endif` | 3:1 | \\elif behind \\else | expected \\endif",
                "`\\unset` | 1:7 | \\unset takes one argument | expected \\unset NAME",
                "`\\unset zzz` | 1:8 | variable zzz is not set | \\set lists the variables",
                "`\\set number 1\n\\unset numbr` | 2:8 | variable numbr is not set | did you mean number?",
                "`\\set on_error stopp` | 1:6 | on_error cannot be \"stopp\" | did you mean stop?",
                "`\\set on_error` | 1:6 | on_error cannot be \"\" | expected stop or continue",
                "`\\session` | 1:9 | \\session takes one argument | expected \\session NAME, as in \\session writer",
                "`\\session a b` | 1:10 | \\session takes one argument | expected \\session NAME, as in \\session writer",
                "`\\session a-b` | 1:10 | no name for a session: a-b | expected letters, digits and underscores",
                "`\\timeout 5` | 1:10 | no time: 5 | expected a time such as 200ms, 5s or 2min, or off",
                "`\\timeout 0s` | 1:10 | no time: 0s | expected a time such as 200ms, 5s or 2min, or off",
                "`\\timeout` | 1:9 | \\timeout takes one argument | expected a time such as 200ms, 5s or 2min, or off",
                "`\\scenario soak ; SELECT 1` | 1:16 | found ; | expected \\scenario NAME key=value ..., as in \\scenario growth_benchmark iterations=1000 workload='SELECT my_fn()'",
                "`\\scenario soak hours=1 hours=2` | 1:24 | hours stands twice | say it once",
                "`\\scenario soak hours=` | 1:16 | hours has no value | expected \\scenario NAME key=value ..., as in \\scenario growth_benchmark iterations=1000 workload='SELECT my_fn()'",
                "`\\scenario soak iterations=0` | 1:16 | found iterations=0 | expected a whole number from 1 to 2147483647",
                "`\\scenario soak iterations=many` | 1:16 | found iterations=many | expected a whole number from 1 to 2147483647",
                "`\\expect no` | 1:11 | the line ends too early | expected a check type such as context_leak",
                "`\\expect no context_leek` | 1:12 | unknown check type context_leek | did you mean context_leak?",
                "`\\expect value 1` | 1:15 | found 1 | expected a comparison, one of = != < <= > >=",
                "`\\expect cell 0 1 = 1` | 1:14 | found 0 | expected the number of a row, a whole number from 1 to 2147483647",
                "`\\expect value = true` | 1:17 | found true | expected a string in single quotes, a number or null",
                "`\\expect value = 1e9999999` | 1:17 | found 1e9999999 | expected a string in single quotes, a number or null",
                "`\\expect retained no worse then 'x'` | 1:27 | found then | expected no worse than 'name'",
                "`\\expect peak <= 1 TB` | 1:19 | unknown unit TB | expected B, kB, MB or GB",
                "`\\expect crash per > 1` | 1:19 | found > | expected per call, as in per call <= 96",
                "`\\expect crash confirmed unconfirmed` | 1:25 | a finding is confirmed or unconfirmed, not both | say one of them",
                "`\\include a b` | 1:10 | \\include takes one argument | expected \\include FILE, with quotes if it has spaces",
                "`\\include no/such.mcs` | 1:10 | cannot include no/such.mcs: there is no such file | a relative name starts from the directory of the including file",
            })
    void refusesWithPlaceProblemAndExpectation(String text, String place, String problem, String expected) {
        ParseException failure = failure(text);
        assertThat(failure.position().line() + ":" + failure.position().column())
                .isEqualTo(place);
        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.expected()).isEqualTo(expected);
    }

    @Test
    void pointsIntoTheSourceWhenAVariableIsToBlame() {
        parser.variables().set("open", "SELECT 'a");
        parser.variables().set("command", "SELECT 1; \\q");
        assertThat(failure("SELECT 1;\n  :open;")).hasMessageStartingWith("t.mcs:2:3: a string without an end");
        assertThat(failure(":command;"))
                .hasMessageStartingWith("t.mcs:1:1: a variable puts a command or a window word here");
    }

    @Test
    void cutsALongLineAroundTheCaretAndCleansIt() {
        String line = "SELECT 'x\u001b\t" + "y".repeat(500) + "'; \\bad" + " z".repeat(500);
        String[] drawn = failure(line).rendering().split("\n");
        assertThat(drawn[1]).hasSize(4 + 3 + 60 + 60 + 3).doesNotContain("\u001b");
        assertThat(drawn[1].charAt(drawn[2].indexOf('^'))).isEqualTo('\\');
        assertThat(failure("SELECT '\u001b\t';\\bad").sourceLine()).isEqualTo("SELECT '? ';\\bad");
    }

    @Test
    void refusesFilesThatIncludeEachOther(@TempDir Path directory) throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Files.writeString(directory.resolve("a.mcs"), "SELECT 1;\n\\include inner/b.mcs\n");
        Files.writeString(inner.resolve("b.mcs"), "SELECT 2;\n \\include ../a.mcs\n");
        String a = directory.resolve("a.mcs").toString();
        assertThatThrownBy(() -> parser.parse(a, Files.readString(Path.of(a))))
                .isInstanceOf(ParseException.class)
                .hasMessage(inner.resolve("b.mcs") + ":2:11: " + a + " includes itself; " + a + " includes "
                        + inner.resolve("b.mcs") + " includes " + a);
    }

    @Test
    void refusesAFileThatIsNoText(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve("latin.mcs"), new byte[] {'-', '-', (byte) 0xE4});
        assertThatThrownBy(() -> parser.parse(directory.resolve("a.mcs").toString(), "\\include latin.mcs"))
                .hasMessage(directory.resolve("latin.mcs") + ":1:3: byte 0xE4 is not UTF-8; expected UTF-8 text");
        assertThatThrownBy(() -> parser.parse(directory.resolve("a.mcs").toString(), "\\include ."))
                .hasMessageContaining("it is a directory");
    }

    @Test
    void saysWhereBytesAreNoText() {
        byte[] bytes = {'a', '\n', (byte) 0xC3, (byte) 0xA9, ' ', (byte) 0xC3, '(', 'b'};
        assertThatThrownBy(() -> SessionBytes.decode("t.mcs", bytes))
                .hasMessageStartingWith("t.mcs:2:3: byte 0xC3 is not UTF-8");
        assertThat(SessionBytes.decode("t.mcs", Arrays.copyOf(bytes, 5))).isEqualTo("a\né ");
        assertThat(failure("SELECT 1;\nSELECT 'a\0b';")).hasMessageStartingWith("t.mcs:2:10: a zero byte");
    }

    @Test
    void aByteOrderMarkTakesNoColumn() {
        assertThat(failure("\uFEFF\\expect clan").rendering()).isEqualTo("""
                        t.mcs:1:9: unknown check type clan
                            \\expect clan
                                    ^
                            did you mean clean?""");
    }

    @Test
    void refusesDepthsThatNobodyMeans() {
        assertThat(failure("\\repeat 2\n".repeat(50))).hasMessageContaining("33:1: \\repeat is nested too deeply");
        SessionParser endless = new SessionParser(
                Set.of(), (file, includer) -> new IncludeResolver.Source(file, "\\include " + file + "x"));
        assertThatThrownBy(() -> endless.parse("t", "\\include a"))
                .hasMessageContaining("files include each other too deeply");
    }

    @Test
    void forgetsNoStatementBetweenTexts() {
        parser.parse("prompt", "SELECT 1");
        assertThat(failure("\\backend preload=x")).hasMessageContaining("too late");
    }

    private ParseException failure(String text) {
        return catchThrowableOfType(ParseException.class, () -> parser.parse("t.mcs", text));
    }
}
