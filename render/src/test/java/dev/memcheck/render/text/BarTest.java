package dev.memcheck.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTest {
    @Test
    void isAsLongAsItsShare() {
        assertThat(Bar.of(1, 2, 13, Glyphs.unicode())).isEqualTo(" 50% ████    ");
        assertThat(Bar.of(1, 64, 13, Glyphs.unicode())).isEqualTo("  2% ▏       ");
        assertThat(Bar.of(64, 64, 13, Glyphs.ascii())).isEqualTo("100% ########");
        assertThat(Bar.of(0, 0, 13, Glyphs.ascii())).isEqualTo("  0%         ");
        assertThat(Bar.of(-5, 10, 7, Glyphs.ascii())).isEqualTo("  0%   ");
    }
}
