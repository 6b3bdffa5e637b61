package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Texts are read by psql in the same way, but for what is said otherwise. */
class SendingCommandTest {
    private final SessionParser parser =
            new SessionParser(Set.of("g", "gx", "gset", "gdesc", "gexec", "echo", "q"), IncludeResolver.files());

    @Test
    void endsAStatementInPlaceOfASemicolon() {
        assertThat(read("SELECT 1 \\g\n  SELECT\n 2 -- two\n \\gx '/tmp/a b'\nSELECT ';\\g' \\gset p_\nSELECT 3"))
                .containsExactly(
                        "1:1 SELECT 1 | g []",
                        "2:3 SELECT\n 2 | gx [/tmp/a b]",
                        "5:1 SELECT ';\\g' | gset [p_]",
                        "6:1 SELECT 3");
    }

    @Test
    void aCommandMayFollowInTheSameLineExceptBehindAProgram() {
        assertThat(read("SELECT 1 AS a \\gset \\echo done\nSELECT 2 \\g |sed s/\\ x/ \\g/\nbegin; SELECT 3 \\g\nend"))
                .containsExactly(
                        "1:1 SELECT 1 AS a | gset []",
                        "1:21 \\echo done",
                        "2:1 SELECT 2 | g [|sed, s/\\, x/, \\g/]",
                        "3:1 begin",
                        "3:8 SELECT 3 | g []",
                        "4:1 end");
    }

    @Test
    void sendsWhatIsOpenAsItIs() {
        assertThat(read("SELECT (1 \\g")).containsExactly("1:1 SELECT (1 | g []");
        assertThat(StatementSplitter.completeness("SELECT (1 \\g").isComplete()).isTrue();
        assertThat(StatementSplitter.completeness("SELECT '\\g").isComplete()).isFalse();
    }

    @Test
    void aloneItSendsTheStatementBefore() {
        assertThat(read("SELECT 1; \\g\n\\gx"))
                .containsExactly("1:1 SELECT 1", "1:11 SELECT 1 | g []", "2:1 SELECT 1 | gx []");
        assertThat(read("\\gdesc")).containsExactly("1:1 SELECT 1 | gdesc []");
        assertThatThrownBy(() -> new SessionParser(Set.of("g"), IncludeResolver.files()).parse("f", "\\g"))
                .hasMessageContaining("f:1:1: \\g has no statement to send");
    }

    @Test
    void anotherCommandInAStatementIsStillALostSemicolon() {
        assertThatThrownBy(() -> read("SELECT 1\n\\q"))
                .hasMessageContaining("f:2:1: the statement that started at f:1:1");
    }

    @Test
    void whatNamesVariablesIsReadWhenItsTurnComes() {
        List<Item> items = parser.parse("f", "\\set b old\nSELECT 1 AS a \\gset\nSELECT :a, :'b', :c;\n\\echo :a\n\\g");

        assertThat(items).hasSize(5).filteredOn(Item.Late.class::isInstance).hasSize(3);
        parser.variables().set("a", "7");
        assertThat(later(items))
                .containsExactly("3:1 SELECT 7, 'old', :c", "4:1 \\echo 7", "5:1 SELECT 7, 'old', :c | g []");
        parser.variables().set("a", "SELECT 1; SELECT");
        parser.variables().set("c", "')");
        assertThatThrownBy(() -> later(items)).hasMessageContaining("f:3:18: a string without an end");
    }

    @Test
    void placesAreThoseOfTheTextWhateverAVariableHolds() {
        List<Item> items = parser.parse("f", "SELECT 1 \\gset\n\n   SELECT :a; SELECT 2;\nbegin :w\nend");

        parser.variables().set("a", "1, 2, 3, 4, 5, 6");
        parser.variables().set("w", "named");
        assertThat(later(items)).containsExactly("3:4 SELECT 1, 2, 3, 4, 5, 6", "4:1 begin named");
    }

    @Test
    void aTransactionThatNobodyBeganIsStillSeenBeforeAnythingRuns() {
        assertThatThrownBy(() -> read("SELECT 1 \\gset\nbegin :w\nROLLBACK;"))
                .hasMessageContaining("f:3:1: ROLLBACK without a transaction");
        assertThatThrownBy(() -> read("begin\nROLLBACK \\g"))
                .hasMessageContaining("f:2:1: ROLLBACK without a transaction");
    }

    @Test
    void whatShapesTheTextMustBeKnown() {
        assertThatThrownBy(() -> read("SELECT 1 AS n \\gset\n\\repeat :n\nSELECT 1;\n\\endrepeat"))
                .hasMessageContaining("f:2:9");
    }

    @Test
    void expectationsGoBehindTheCommand() {
        ExpectationInserter inserter = new ExpectationInserter("f", "SELECT f() \\gset\nSELECT 2;\n");
        inserter.insert(position -> position.line() == 1 ? List.of(new Expectation.Clean()) : List.of());
        assertThat(inserter.text(position -> false)).isEqualTo("SELECT f() \\gset\n\\expect clean\nSELECT 2;\n");
    }

    private List<String> read(String text) {
        return parser.parse("f", text).stream().map(SendingCommandTest::told).toList();
    }

    private static List<String> later(List<Item> items) {
        List<String> told = new ArrayList<>();
        for (Item item : items) {
            if (item instanceof Item.Late late) {
                late.reader().get().forEach(read -> told.add(told(read)));
            }
        }
        return told;
    }

    private static String told(Item item) {
        String sender = item instanceof Item.Sql sql
                ? sql.sender()
                        .map(command -> " | " + command.name() + " " + command.words())
                        .orElse("")
                : "";
        return item.position().line() + ":" + item.position().column() + " "
                + (item instanceof Item.Command command ? "\\" + command.name() + " " + command.rest() : item.text())
                + sender;
    }
}
