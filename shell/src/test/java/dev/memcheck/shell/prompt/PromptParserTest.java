package dev.memcheck.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;

class PromptParserTest {
    private final PromptParser parser = new PromptParser(new DataMode());

    @Test
    void aStatementWithoutItsSemicolonIsNotComplete() {
        assertThatThrownBy(() -> accept("SELECT 1")).isInstanceOf(EOFError.class);
        assertThatThrownBy(() -> accept("SELECT 'a;")).isInstanceOf(EOFError.class);
        assertThatCode(() -> accept("SELECT 1;")).doesNotThrowAnyException();
    }

    @Test
    void whatIsOpenIsSaidAsInPsql() {
        for (String[] open : new String[][] {
            {"SELECT 1", "-"},
            {"SELECT 'a", "'"},
            {"SELECT \"a", "\""},
            {"SELECT $x$ '", "$"},
            {"SELECT (1", "("},
            {"SELECT 1 /* a", "*"},
            {"\\repeat 2", "-"}
        }) {
            assertThatThrownBy(() -> accept(open[0]))
                    .isInstanceOfSatisfying(
                            EOFError.class,
                            error -> assertThat(error.getMissing()).isEqualTo(open[1]));
        }
    }

    @Test
    void whoCallsForHelpInTheMiddleIsToldTheWayOut() {
        List<String> told = new ArrayList<>();
        parser.tells(told::add);

        assertThatThrownBy(() -> accept("hlep\nhelp")).isInstanceOf(EOFError.class);
        assertThatThrownBy(() -> accept("SELECT '\n quit ")).isInstanceOf(EOFError.class);
        assertThatThrownBy(() -> accept("SELECT 1\nAS quit")).isInstanceOf(EOFError.class);
        assertThatCode(() -> accept("help")).doesNotThrowAnyException();

        assertThat(told)
                .containsExactly(
                        "\"help\" is now part of what you type, which waits for a ; after it. Ctrl-C clears it all; then help"
                                + " works.",
                        "\"quit\" is now part of what you type, which waits for a closing '. Ctrl-C clears it all; then quit"
                                + " works.");
    }

    @Test
    void theLastOfSeveralStatementsNeedsNone() {
        assertThatCode(() -> accept("begin; SELECT my_fn(); end")).doesNotThrowAnyException();
        assertThatCode(() -> accept("\\timing on")).doesNotThrowAnyException();
    }

    @Test
    void nothingIsAnEscapeCharacter() {
        assertThat(parser.isEscapeChar('\\')).isFalse();
        assertThat(word("SELECT a.\\b|").word()).isEqualTo("a.\\b");
    }

    @Test
    void theWordIsWhatStandsBeforeTheCursor() {
        ParsedLine line = word("begin; SELECT count(na|me)");

        assertThat(line.word()).isEqualTo("na");
        assertThat(line.words()).containsExactly("SELECT", "count", "na");
        assertThat(line.wordIndex()).isEqualTo(2);
    }

    @Test
    void aFileNameIsOneWord() {
        assertThat(word("\\i some/dir/de|").word()).isEqualTo("some/dir/de");
    }

    private void accept(String line) {
        parser.parse(line, line.length(), Parser.ParseContext.ACCEPT_LINE);
    }

    /** The bar is the cursor. */
    private ParsedLine word(String line) {
        int cursor = line.indexOf('|');
        return parser.parse(line.replace("|", ""), cursor, Parser.ParseContext.COMPLETE);
    }
}
