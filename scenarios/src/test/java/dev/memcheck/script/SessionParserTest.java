package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SessionParserTest {
    private final SessionParser parser =
            new SessionParser(Set.of("q", "?", "scenario", "findings"), (file, includer) -> switch (file) {
                case "common.mcs" ->
                    new IncludeResolver.Source("common.mcs", "\\set lib my_ext\nSELECT 'common'; SELECT 2");
                default -> throw new IOException("there is no such file");
            });

    @Test
    void readsASessionFile() {
        assertThat(parse("""
                        -- comment
                        \\set n 100
                        CREATE EXTENSION my_ext;
                        \\warmup 2 SELECT my_fn();
                        begin lookups like 'MyExt%';
                        SELECT my_fn();
                        end
                        \\expect clean
                        \\expect context_leak in 'MyExt cache' bytes >= 1kB count = 1 from my_ext
                        \\expect error '22012'
                        \\repeat :n
                          SELECT my_fn();
                        \\endrepeat
                        \\scenario growth_benchmark iterations=1000 workload='SELECT my_fn()'
                        \\include common.mcs
                        """))
                .containsExactly(
                        "2:1 command set [n, 100]",
                        "3:1 sql CREATE EXTENSION my_ext",
                        "4:1 warmup 2 SELECT my_fn()",
                        "5:1 begin lookups MyExt% -",
                        "6:1 sql SELECT my_fn()",
                        "7:1 end -",
                        "8:1 expect clean",
                        "9:1 expect context_leak in 'MyExt cache' bytes >= 1kB count = 1 from my_ext",
                        "10:1 expect error '22012'",
                        "11:1 repeat 100 [12:3 sql SELECT my_fn()]",
                        "14:1 scenario growth_benchmark 1000 SELECT my_fn() []",
                        "1:1 command set [lib, my_ext]",
                        "2:1 sql SELECT 'common'",
                        "2:18 sql SELECT 2");
    }

    @Test
    void keepsTextsAsWritten() {
        List<Item> items = parser.parse(
                "f", "begin w ; SELECT\n 1 ;\n\\expect Clean; -- yes\n\\repeat 2\nend;\n\\endrepeat -- x\n\\q;");
        assertThat(items.stream().map(Item::text))
                .containsExactly("begin w", "SELECT\n 1", "\\expect Clean", "\\repeat 2\nend;\n\\endrepeat", "\\q");
        assertThat(items.get(0).position()).isEqualTo(new Position("f", 1, 1));
        assertThat(items.get(1).position()).isEqualTo(new Position("f", 1, 11));
    }

    @Test
    void countsColumnsInCodePoints() {
        assertThat(parse("SELECT '\uD83D\uDE00ü'; SELECT 2;\r\n\tSELECT 3"))
                .containsExactly("1:1 sql SELECT '\uD83D\uDE00ü'", "1:14 sql SELECT 2", "2:2 sql SELECT 3");
    }

    @Test
    void readsEveryFormOfAWindow() {
        assertThat(parse("begin"
                        + "\nBEGIN w"
                        + "\nbegin 'It''s my window'"
                        + "\nBegin \"my w\" LIKE 'p%' {\"track_dsm\": true, \"s\": \";'}\"}; end w; END"
                        + "\nbegin {\n}"
                        + "\nbegin select -- a keyword is a name like any other"
                        + "\nbegin like 'p%'"
                        + "\nbegin 'like' like 'It''s%'"
                        + "\nend 'like'\nbegin t '{\"poison\": true}'"
                        + "\nbegin ' {\"name\": \"O''Neil\"}'"))
                .containsExactly(
                        "1:1 begin - - -",
                        "2:1 begin w - -",
                        "3:1 begin It's my window - -",
                        "4:1 begin my w p% {\"track_dsm\": true, \"s\": \";'}\"}",
                        "4:57 end w",
                        "4:64 end -",
                        "5:1 begin - - {\n}",
                        "7:1 begin select - -",
                        "8:1 begin - p% -",
                        "9:1 begin like It's% -",
                        "10:1 end like",
                        "11:1 begin t - {\"poison\": true}",
                        "12:1 begin - -  {\"name\": \"O'Neil\"}");
    }

    @Test
    void tellsThatSqlMayHaveBeenMeant() {
        assertThat(parser.parse("p", "begin; end; begin w; begin 'p'; end w; BEGIN WORK; END WORK;").stream()
                        .map(item -> item instanceof Item.Begin begin
                                ? "begin " + begin.isBare()
                                : item instanceof Item.End end ? "end " + end.isBare() : item.text()))
                .containsExactly(
                        "begin true", "end true", "begin false", "begin false", "end false", "BEGIN WORK", "END WORK");
    }

    @Test
    void aTransactionMayEndInAWindowWhereverItBegan() {
        assertThat(
                        parse(
                                "BEGIN ISOLATION LEVEL SERIALIZABLE; begin; SAVEPOINT a; ROLLBACK TO a; COMMIT AND CHAIN; ABORT; end"))
                .hasSize(7);
        assertThat(parse("begin; START TRANSACTION; ROLLBACK; end; ROLLBACK; begin; COMMIT PREPARED 'x'; end"))
                .hasSize(8);
        assertThat(parse("begin\n\\session w\nROLLBACK;\n\\session default\nend"))
                .hasSize(5);
    }

    @Test
    void putsVariablesIn() {
        parser.variables().set("n", "5");
        parser.variables().set("who", "O'Neil \"x\"");
        assertThat(parse("SELECT :n, :'who', :\"who\", 'a :n', \"b :n\", $$:n$$, x::n, a[1:m] -- :n\n, /* :n */ :n;"))
                .containsExactly(
                        "1:1 sql SELECT 5, 'O''Neil \"x\"', \"O'Neil \"\"x\"\"\", 'a :n', \"b :n\", $$:n$$, x::n, a[1:m]"
                                + " -- :n\n, /* :n */ 5");
        parser.variables().set("w", "win");
        assertThat(parse("begin :w like :'who' {\"a\":n}")).containsExactly("1:1 begin win O'Neil \"x\" {\"a\":n}");
    }

    @Test
    void keepsVariablesFromOneTextToTheNext() {
        parse("\\set a 'x y'\n\\set b :a '; ' :a\n\\set two 'SELECT 1; SELECT 2'\n\\set empty");
        assertThat(parser.variables().all()).containsEntry("b", "x y; x y").containsEntry("empty", "");
        assertThat(parse("  :two;:empty;\n\\q :a w=:'a' 'q :a' :none"))
                .containsExactly("1:3 sql SELECT 1", "1:3 sql SELECT 2", "2:1 command q [x y, w=x y, q :a, :none]");
    }

    @Test
    void forgetsVariables() {
        assertThat(parse("\\set a 1\nSELECT :a;\n\\unset a\nSELECT :a;"))
                .containsExactly(
                        "1:1 command set [a, 1]", "2:1 sql SELECT 1", "3:1 command unset [a]", "4:1 sql SELECT :a");
    }

    @Test
    void readsWhatGoesForAllThatFollows() {
        assertThat(parse("\\session writer\n\\session default; -- back\n\\timeout 5s\n\\timeout 200ms\n\\timeout 2min\n"
                        + "\\timeout off\n\\set on_error stop\n\\set on_error continue\n\\set on_error stop\n"
                        + "\\unset on_error"))
                .containsExactly(
                        "1:1 connect writer",
                        "2:1 connect default",
                        "3:1 timeout 5000",
                        "4:1 timeout 200",
                        "5:1 timeout 120000",
                        "6:1 timeout -",
                        "7:1 on_error stop",
                        "8:1 on_error continue",
                        "9:1 on_error stop",
                        "10:1 on_error continue");
    }

    @Test
    void readsScenariosWithParametersOfTheirOwn() {
        parser.variables().set("times", "7");
        parser.variables().set("work", "SELECT 'a'; SELECT 2");
        assertThat(parse("\\scenario soak iterations=:times workload=:work hours=0.5 deep=true size='8' note=\"a b\""))
                .containsExactly("1:1 scenario soak 7 SELECT 'a'; SELECT 2"
                        + " [hours=0.5 as JSON, deep=true as JSON, size=8, note=a b]");
        assertThat(parse("\\scenario oom_simulation")).containsExactly("1:1 scenario oom_simulation - - []");
    }

    @Test
    void nestsRepeats() {
        assertThat(parse("\\repeat 2\nSELECT 1;\n\\repeat 3\nbegin; SELECT 2; end\n\\endrepeat\n\\endrepeat"))
                .containsExactly(
                        "1:1 repeat 2 [2:1 sql SELECT 1, 3:1 repeat 3 [4:1 begin - - -, 4:8 sql SELECT 2, 4:18 end -]]");
    }

    @Test
    void acceptsABackendBeforeTheFirstStatement() {
        assertThat(parse("-- x\n\\set e my_ext\n\\backend preload=:e setting=work_mem=64kB\nSELECT 1"))
                .containsExactly(
                        "2:1 command set [e, my_ext]",
                        "3:1 command backend [preload=my_ext, setting=work_mem=64kB]",
                        "4:1 sql SELECT 1");
    }

    @Test
    void takesWarmupsWithQuotesOfAnyKind() {
        assertThat(parse("\\warmup 3 SELECT E'it\\'s', $$it's;$$ ; -- note"))
                .containsExactly("1:1 warmup 3 SELECT E'it\\'s', $$it's;$$");
    }

    @Test
    void readsBareCommands() {
        assertThat(parse("help; help \\expect\nQuit"))
                .containsExactly("1:1 command help []", "1:7 command help [\\expect]", "2:1 command quit []");
    }

    @Test
    void parsesAnExpectationIntoItsRecord() {
        Item item = parser.parse("f", "\\expect wrong_ctx_alloc in TopMemoryContext from 'my_ext.so' symbol my_fn;")
                .get(0);
        assertThat(((Item.Expect) item).expectation().toString())
                .isEqualTo("wrong_ctx_alloc in TopMemoryContext from my_ext symbol my_fn");
    }

    private List<String> parse(String text) {
        return describe(parser.parse("test.mcs", text));
    }

    private static List<String> describe(List<Item> items) {
        return items.stream().map(SessionParserTest::describe).collect(Collectors.toList());
    }

    private static String describe(Item item) {
        String place = item.position().line() + ":" + item.position().column() + " ";
        if (item instanceof Item.Sql sql) {
            return place + "sql " + sql.text();
        } else if (item instanceof Item.Begin begin) {
            return place + "begin " + or(begin.name()) + " " + or(begin.pattern()) + " " + or(begin.options());
        } else if (item instanceof Item.End end) {
            return place + "end " + or(end.name());
        } else if (item instanceof Item.Expect expect) {
            return place + "expect " + expect.expectation();
        } else if (item instanceof Item.Command command) {
            return place + "command " + command.name() + " " + command.words();
        } else if (item instanceof Item.Repeat repeat) {
            return place + "repeat " + repeat.times() + " " + describe(repeat.body());
        } else if (item instanceof Item.Warmup warmup) {
            return place + "warmup " + warmup.times() + " " + warmup.sql();
        }
        if (item instanceof Item.Scenario scenario) {
            return place + "scenario " + scenario.name() + " "
                    + (scenario.iterations().isPresent() ? scenario.iterations().getAsInt() : "-") + " "
                    + or(scenario.workload()) + " "
                    + scenario.parameters().stream()
                            .map(said -> said.key() + "=" + said.value() + (said.isJson() ? " as JSON" : ""))
                            .toList();
        } else if (item instanceof Item.Connect connect) {
            return place + "connect " + connect.session();
        } else if (item instanceof Item.Timeout timeout) {
            return place + "timeout "
                    + timeout.limit()
                            .map(Duration::toMillis)
                            .map(String::valueOf)
                            .orElse("-");
        } else if (item instanceof Item.OnError onError) {
            return place + "on_error " + (onError.stops() ? "stop" : "continue");
        }
        throw new AssertionError(item);
    }

    private static String or(Optional<String> part) {
        return part.orElse("-");
    }
}
