package dev.memcheck.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThemeTest {
    private static final StyledLine LINE = StyledLine.builder()
            .add("a ")
            .add("leak", Style.LEAKED)
            .add(" here")
            .line();

    @Test
    void aTerminalGetsColors() {
        Theme theme = Theme.resolve(Map.of("TERM", "xterm-256color"), true, StandardCharsets.UTF_8);
        assertThat(print(theme)).isEqualTo("a \u001b[1;38;5;131mleak\u001b[0m here\n");
    }

    @Test
    void everythingElseGetsPlainText() {
        assertThat(print(Theme.resolve(Map.of(), false, StandardCharsets.UTF_8)))
                .isEqualTo("a leak here\n");
        assertThat(print(Theme.resolve(Map.of("TERM", "dumb"), true, StandardCharsets.UTF_8)))
                .isEqualTo("a leak here\n");
        assertThat(print(Theme.resolve(Map.of("NO_COLOR", "1"), true, StandardCharsets.UTF_8)))
                .isEqualTo("a leak here\n");
        assertThat(Theme.resolve(Map.of("NO_COLOR", ""), true, StandardCharsets.UTF_8)
                        .colored())
                .isTrue();
    }

    @Test
    void whatTheUserChoseComesBeforeTheEnvironment() {
        Map<String, String> refused = Map.of("NO_COLOR", "1", "TERM", "dumb");
        assertThat(Theme.resolve(refused, false, StandardCharsets.UTF_8, ColorChoice.ALWAYS)
                        .colored())
                .isTrue();
        assertThat(Theme.resolve(Map.of(), true, StandardCharsets.UTF_8, ColorChoice.NEVER)
                        .colored())
                .isFalse();
        assertThat(Theme.resolve(refused, true, StandardCharsets.UTF_8, ColorChoice.AUTO)
                        .colored())
                .isFalse();
    }

    @Test
    void aCharsetWithoutTheSignsGetsAscii() {
        assertThat(Theme.resolve(Map.of(), true, StandardCharsets.UTF_8).glyphs())
                .isEqualTo(Glyphs.unicode());
        assertThat(Theme.resolve(Map.of(), true, StandardCharsets.ISO_8859_1).glyphs())
                .isEqualTo(Glyphs.ascii());
        assertThat(Theme.resolve(Map.of(), true, StandardCharsets.US_ASCII).glyphs())
                .isEqualTo(Glyphs.ascii());
    }

    @Test
    void signsTakeTheCellsTheyAreMeantToTake() {
        for (Glyphs glyphs : new Glyphs[] {Glyphs.unicode(), Glyphs.ascii()}) {
            for (String guide : new String[] {glyphs.branch(), glyphs.last(), glyphs.through()}) {
                assertThat(CellWidth.of(guide)).isEqualTo(2);
            }
            for (String sign :
                    new String[] {glyphs.open(), glyphs.closed(), glyphs.leaf(), glyphs.grown(), glyphs.shrunk()}) {
                assertThat(CellWidth.of(sign)).isEqualTo(1);
            }
        }
    }

    @Test
    void findingsOfEachKindLookDifferent() {
        Theme theme = Theme.colored(Glyphs.unicode());
        assertThat(theme.sgr(Style.LEAKED)).isNotEqualTo(theme.sgr(Style.WRONG_CONTEXT));
        assertThat(theme.sgr(Style.LEAKED)).isNotEqualTo(theme.sgr(Style.UNCONFIRMED));
        assertThat(theme.sgr(Style.PLAIN)).isEmpty();
    }

    @Test
    void aCutLineKeepsItsMeanings() {
        assertThat(LINE.clip(5, "…").spans())
                .containsExactly(
                        new StyledText("a ", Style.PLAIN),
                        new StyledText("le", Style.LEAKED),
                        new StyledText("…", Style.LEAKED));
        assertThat(LINE.clip(11, "…")).isSameAs(LINE);
    }

    private static String print(Theme theme) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new ThemedSink(out, theme).line(LINE);
        out.flush();
        return text.toString();
    }
}
