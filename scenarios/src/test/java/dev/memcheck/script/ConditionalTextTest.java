package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items are run by hand, so that what is read late is read in its turn. */
class ConditionalTextTest {
    private final SessionParser parser = new SessionParser(Set.of("echo", "gset"), IncludeResolver.files());
    private final List<String> ran = new ArrayList<>();

    @Test
    void theFirstBranchThatIsTrueRuns() {
        assertThat(
                        run(
                                "\\if 0\nSELECT 1;\n\\elif on\nSELECT 2;\n\\elif on\nSELECT 3;\n\\else\nSELECT 4;\n\\endif\nSELECT 5;"))
                .containsExactly("SELECT 2", "SELECT 5");
        assertThat(run("\\if false \\\\ SELECT 1; \\else \\\\ SELECT 2; \\endif"))
                .containsExactly("SELECT 2");
    }

    @Test
    void blocksNest() {
        assertThat(run(
                        "\\repeat 2\n\\if t\n\\if no\nSELECT 1;\n\\else\n\\repeat 2\nSELECT :i;\n\\endrepeat\n\\endif\n\\endif\n"
                                + "SELECT :i + 10;\n\\endrepeat"))
                .containsExactly("SELECT 1", "SELECT 2", "SELECT 1 + 10", "SELECT 1", "SELECT 2", "SELECT 2 + 10");
    }

    @Test
    void whatDoesNotRunSetsNothingAndNeedsNotBeRight() {
        assertThat(run("\\if 0\n\\set x 1\n\\nosuch\n\\else\n\\set x 2\n\\endif\nSELECT :x, :{?x}, :{?y};"))
                .containsExactly("set x 2", "SELECT 2, TRUE, FALSE");
    }

    @Test
    void theCounterIsGoneBehindItsBlock() {
        assertThat(run("\\set i 7\n\\repeat 2\nSELECT :i;\n\\endrepeat\n\\if 1\n\\endif\nSELECT :i;"))
                .containsExactly("set i 7", "SELECT 1", "SELECT 2", "SELECT 7");
    }

    @Test
    void resultsAreReadInTheirTurn() {
        List<Item> items = parser.parse("f", "SELECT 1;\nSELECT :ROW_COUNT;");
        parser.variables().set("ROW_COUNT", "5");
        run(items);
        assertThat(ran).containsExactly("SELECT 1", "SELECT 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "ON", "true", "t", "yes", "y", "1"})
    void truthIsWhatPsqlTakesForIt(String word) {
        assertThat(run("\\if " + word + "\nSELECT 1;\n\\endif")).containsExactly("SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "of", "FALSE", "f", "no", "n", "0"})
    void soIsItsContrary(String word) {
        assertThat(run("\\if " + word + "\nSELECT 1;\n\\endif")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "2", "maybe", ":nothing", "", "true or false"})
    void whatIsNeitherIsToldAndTakenForFalse(String word) {
        List<Item> items = parser.parse("f", "\\if " + word + "\nSELECT 1;\n\\else\nSELECT 2;\n\\endif");
        List<Item> chosen = ((Item.Late) items.get(0)).reader().get();
        assertThatThrownBy(() -> ((Item.Late) chosen.get(0)).reader().get())
                .hasMessageContaining("unrecognized value \"" + word + "\" for \"\\if expression\": Boolean expected");
        run(chosen.subList(1, chosen.size()));
        assertThat(ran).containsExactly("SELECT 2");
    }

    @Test
    void combinedStatementsAreOne() {
        assertThat(run("SELECT 1 \\; SELECT '\\;' \\;SELECT 2;\nSELECT 3;"))
                .containsExactly("SELECT 1 ; SELECT '\\;' ;SELECT 2", "SELECT 3");
        assertThat(StatementSplitter.completeness("SELECT 1 \\;").isComplete()).isFalse();
        assertThat(StatementSplitter.completeness("\\if 1\nSELECT 1;").isComplete())
                .isFalse();
        assertThat(StatementSplitter.completeness("\\if 1\nSELECT 1;\n\\endif").isComplete())
                .isTrue();
    }

    @Test
    void quotedVariablesKeepTheirQuotesInWords() {
        parser.parse("f", "\\set a 'x y'\n\\set b 'is ' :'a'");
        assertThat(parser.variables().get("b")).contains("is 'x y'");
    }

    @Test
    void backslashesEscapeWhereTheServerIsToldSo() {
        assertThat(run("SET standard_conforming_strings = off;\nSELECT 'a\\'; b';\nSELECT 2;\n"
                        + "reset standard_conforming_strings;\nSELECT 'a\\'; SELECT 4;"))
                .containsSequence("SELECT 'a\\'; b'", "SELECT 2")
                .endsWith("SELECT 'a\\'", "SELECT 4");
        run("set standard_conforming_strings to 'off'");
        assertThat(run("SELECT 'a\\'; b';")).containsExactly("SELECT 'a\\'; b'");
    }

    private List<String> run(String text) {
        ran.clear();
        run(parser.parse("f", text));
        return List.copyOf(ran);
    }

    private void run(List<Item> items) {
        for (Item item : items) {
            if (item instanceof Item.Late late) {
                run(late.reader().get());
            } else if (item instanceof Item.Repeat repeat) {
                for (int turn = 1; turn <= repeat.times(); turn++) {
                    repeat.turn(turn);
                    run(repeat.body());
                }
                repeat.over();
            } else if (item instanceof Item.Command command && command.name().equals("set")) {
                List<String> words = command.words();
                parser.variables().set(words.get(0), String.join("", words.subList(1, words.size())));
                ran.add("set " + String.join(" ", words));
            } else {
                ran.add(item.text());
            }
        }
    }
}
