package dev.memcheck.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellWidthTest {
    @Test
    void countsCellsNotCharacters() {
        assertThat(CellWidth.of("abc")).isEqualTo(3);
        assertThat(CellWidth.of("äß│▾…")).isEqualTo(5);
        assertThat(CellWidth.of("日本語")).isEqualTo(6);
        assertThat(CellWidth.of("ｗｉｄｅ")).isEqualTo(8);
        assertThat(CellWidth.of("한글")).isEqualTo(4);
        assertThat(CellWidth.of("😀")).isEqualTo(2);
        assertThat(CellWidth.of("e\u0301\u200B")).isEqualTo(1);
        assertThat(CellWidth.of("")).isZero();
    }

    @Test
    void neverCutsThroughACharacter() {
        assertThat(CellWidth.clip("日本語", 6, "…")).isEqualTo("日本語");
        assertThat(CellWidth.clip("日本語", 5, "…")).isEqualTo("日本…");
        assertThat(CellWidth.clip("日本語", 4, "…")).isEqualTo("日…");
        assertThat(CellWidth.clip("日本語", 1, "…")).isEqualTo("…");
        assertThat(CellWidth.clip("日本語", 0, "…")).isEmpty();
        assertThat(CellWidth.clip("abcdef", 5, "...")).isEqualTo("ab...");
        assertThat(CellWidth.clip("abcdef", 2, "...")).isEqualTo("..");
    }

    @Test
    void keepsCombiningMarksWithTheirLetter() {
        assertThat(CellWidth.head("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301e\u0301");
        assertThat(CellWidth.head("😀x", 1)).isEmpty();
    }

    @Test
    void padsToCells() {
        assertThat(CellWidth.padRight("日本", 6)).isEqualTo("日本  ");
        assertThat(CellWidth.padLeft("日本", 6)).isEqualTo("  日本");
        assertThat(CellWidth.padLeft("long", 2)).isEqualTo("long");
    }
}
