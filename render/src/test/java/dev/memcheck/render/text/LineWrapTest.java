package dev.memcheck.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LineWrapTest {
    @Test
    void breaksAtBlanks() {
        assertThat(wrap("one two three", 20, 2)).containsExactly("one two three");
        assertThat(wrap("one two three", 8, 2)).containsExactly("one two", "  three");
        assertThat(wrap("  label  text that goes on", 14, 4))
                .containsExactly("  label  text", "    that goes", "    on");
    }

    @Test
    void breaksInsideWhatIsTooLong() {
        assertThat(wrap("abcdefghij", 4, 0)).containsExactly("abcd", "efgh", "ij");
        assertThat(wrap("ab 日本語日本語", 5, 1)).containsExactly("ab", " 日本", " 語日", " 本語");
        assertThat(wrap("日本", 1, 9)).containsExactly("");
    }

    @Test
    void keepsStyles() {
        StyledLine line = StyledLine.builder()
                .add("red red ", Style.LEAKED)
                .add("plain plain")
                .line();
        List<StyledLine> lines = LineWrap.wrap(line, 9, 0);
        assertThat(lines).extracting(StyledLine::text).containsExactly("red red", "plain", "plain");
        assertThat(lines.get(0).spans()).allMatch(span -> span.style() == Style.LEAKED);
        assertThat(lines.get(1).spans()).allMatch(span -> span.style() == Style.PLAIN);
    }

    @Test
    void neverExceedsTheCellsAndLosesNoLetter() {
        String text = "   a bb   ccc dddd eeeee ffffff ggggggg hhhhhhhh iiiiiiiii  ";
        for (int cells = 1; cells < 40; cells++) {
            for (int indent = 0; indent < 10; indent++) {
                List<String> lines = wrap(text, cells, indent);
                int width = cells;
                assertThat(lines).allMatch(line -> line.length() <= width);
                String letters = lines.stream().collect(Collectors.joining()).replace(" ", "");
                assertThat(letters).isEqualTo(text.replace(" ", ""));
            }
        }
    }

    private static List<String> wrap(String text, int cells, int indent) {
        return LineWrap.wrap(StyledLine.plain(text), cells, indent).stream()
                .map(StyledLine::text)
                .toList();
    }
}
