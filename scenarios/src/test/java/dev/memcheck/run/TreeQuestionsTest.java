package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.Item;
import dev.memcheck.script.SessionParser;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeQuestionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;",
                "begin; SELECT 1; end",
                "\\timing\nbegin; SELECT 1; end",
                "begin; SELECT 1; end\n\\expect clean",
                "begin; SELECT 1; end\n\\expect retained <= 1MB\nbegin; SELECT 1; end",
                "begin a; begin b; SELECT 1; end; end\n\\expect clean",
                "\\repeat 3\nbegin; SELECT 1; end\n\\endrepeat\n\\expect clean"
            })
    void whatIsAskedOfClosedWindowsIsSeenFromTheirEnds(String text) {
        assertThat(TreeQuestions.areIn(read(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin; SELECT 1;\n\\expect retained <= 1MB\nend",
                "begin; SELECT 1;\n\\expect clean\nend",
                "begin a; begin b; SELECT 1; end\n\\expect clean\nend",
                "begin; SELECT 1; end\n\\timing",
                "begin w\n\\repeat 2\nSELECT 1;\n\\expect peak <= 1MB\n\\endrepeat\nend",
                "\\repeat 2\n\\expect clean\nbegin w; SELECT 1;\n\\endrepeat\nend w; end w"
            })
    void whatIsAskedOfAStatementIsNot(String text) {
        assertThat(TreeQuestions.areIn(read(text))).isTrue();
    }

    private static List<Item> read(String text) {
        return new SessionParser(List.of("timing"), IncludeResolver.files()).parse("test.mcs", text);
    }
}
