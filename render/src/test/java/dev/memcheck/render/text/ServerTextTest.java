package dev.memcheck.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTextTest {
    @Test
    void harmlessTextIsLeftAlone() {
        String text = "SELECT 'ä日本語😀' -- e\u0301";
        assertThat(ServerText.clean(text)).isSameAs(text);
    }

    @Test
    void lineEndsAndTabsBecomeOneBlank() {
        assertThat(ServerText.clean("a\nb\tc\r\nd\re")).isEqualTo("a b c d e");
    }

    @Test
    void controlsBecomeVisible() {
        assertThat(ServerText.clean("\u001b[31m\u0000\u0007\u007f")).isEqualTo("\\x1B[31m\\x00\\x07\\x7F");
        assertThat(ServerText.clean("\u009b2J\u0085")).isEqualTo("\\u009B2J\\u0085");
    }

    @Test
    void whatTurnsOrBreaksTextBecomesVisible() {
        assertThat(ServerText.clean("\u202Ea\u2066b\u200Fc\u2028d\u2029e\u061C"))
                .isEqualTo("\\u202Ea\\u2066b\\u200Fc\\u2028d\\u2029e\\u061C");
    }

    @Test
    void halvesOfCharactersBecomeVisible() {
        assertThat(ServerText.clean("a\uD83D")).isEqualTo("a\\uD83D");
        assertThat(ServerText.clean("\u0001😀")).isEqualTo("\\x01😀");
    }

    @Test
    void everyCharacterOfTheResultIsHarmless() {
        for (int codePoint = 0; codePoint <= 0x2FFFF; codePoint++) {
            String clean = ServerText.clean("x" + Character.toString(codePoint) + "x");
            assertThat(clean.chars().noneMatch(Character::isISOControl))
                    .as("U+%04X", codePoint)
                    .isTrue();
            assertThat(ServerText.clean(clean)).isSameAs(clean);
        }
    }

    @Test
    void tabsBetweenFieldsAreKept() {
        assertThat(ServerText.cleanBetweenTabs("\ta\u001b\t\t\uD83D\uDE00\rb\t"))
                .isEqualTo("\ta\\x1B\t\t\uD83D\uDE00 b\t");
        String harmless = "1\trow \u00e9";
        assertThat(ServerText.cleanBetweenTabs(harmless)).isSameAs(harmless);
    }

    @Test
    void linesKeepsTheLines() {
        assertThat(ServerText.lines("a\nb\u001b\n")).containsExactly("a", "b\\x1B");
        assertThat(ServerText.lines("")).containsExactly("");
    }

    @Test
    void aSpanCannotHoldControls() {
        assertThat(new StyledText("a\u001b[2Jb", Style.PLAIN).text()).isEqualTo("a\\x1B[2Jb");
    }
}
