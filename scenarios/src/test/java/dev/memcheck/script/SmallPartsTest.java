package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parts of the language that stand on their own: words, near misses, names of variables, highlighting. */
class SmallPartsTest {
    @Test
    void splitsWords() {
        assertThat(CommandWords.split("  a 'b c'\td=\"e 'f'\" 'it''s' '' \\g "))
                .containsExactly("a", "b c", "d=e 'f'", "it's", "", "\\g");
        assertThat(CommandWords.split("")).isEmpty();
        assertThat(CommandWords.split("a 'b c")).containsExactly("a", "b c");
    }

    @Test
    void quotesWhatWouldNotStayOneWord() {
        for (String value : List.of("plain", "", "a b", "it's", "\"q\"", "a;", "--")) {
            assertThat(CommandWords.split(CommandWords.quoteIfNeeded(value))).containsExactly(value);
        }
    }

    @Test
    void findsTheWordThatWasMeant() {
        List<String> words = List.of("expect", "repeat", "endrepeat", "q");
        assertThat(NearMiss.of("exepct", words)).contains("expect");
        assertThat(NearMiss.of("Expect", words)).contains("expect");
        assertThat(NearMiss.of("repat", words)).contains("repeat");
        assertThat(NearMiss.of("endrepaet", words)).contains("endrepeat");
        assertThat(NearMiss.of("z", words)).isEmpty();
        assertThat(NearMiss.of("something", words)).isEmpty();
        assertThat(NearMiss.of("", words)).isEmpty();
        assertThat(NearMiss.of("x".repeat(100_000), words)).isEmpty();
    }

    @Test
    void refusesANameThatNoVariableCanHave() {
        assertThat(Variables.isName("größe_1")).isTrue();
        assertThatThrownBy(() -> new Variables().set("a b", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void highlightsCommandsToTheEndOfTheirLineOnly() {
        String text = "\\tree don't\nhelp me; SELECT 'x'";
        assertThat(SessionSpans.of(text).stream()
                        .filter(span -> span.kind() != Token.Kind.WHITESPACE)
                        .map(span -> span.kind() + " " + span.in(text))
                        .collect(Collectors.toList()))
                .containsExactly(
                        "COMMAND \\tree",
                        "IDENTIFIER don",
                        "STRING 't",
                        "COMMAND help",
                        "IDENTIFIER me",
                        "OPERATOR ;",
                        "KEYWORD SELECT",
                        "STRING 'x'");
    }

    @Test
    void saysWhatATextWaitsFor() {
        assertThat(StatementSplitter.completeness("SELECT (1").waitsFor()).isEqualTo("its closing counterpart");
        assertThat(Completeness.COMPLETE.isComplete()).isTrue();
    }

    @Test
    void whatRunsHasTheVariablesOfItsTurn() {
        Variables variables = new Variables();
        variables.set("QUIET", "on");
        variables.setForReading("QUIET", "off");
        variables.setForReading("later", "1");

        assertThat(variables.get("QUIET")).contains("off");
        assertThat(variables.isOn("QUIET")).isTrue();
        assertThat(variables.getInTurn("later")).isEmpty();

        assertThat(variables.unsetForReading("QUIET")).isTrue();
        assertThat(variables.isOn("QUIET")).isTrue();
        variables.unset("QUIET");
        assertThat(variables.isOn("QUIET")).isFalse();
    }
}
