package dev.memcheck.render.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentWordsTest {
    @Test
    void eachKindIsSummedAndTheLargestComesFirst() {
        assertThat(ContentWords.of(List.of(
                        part("node", "Bitmapset", 32, 400, 12_800),
                        part("text", "text", 64, 30, 1_500),
                        part("size", "", 256, 1, 200),
                        part("node", "Bitmapset", 64, 12, 700),
                        part("type", "Keepsake[]", 128, 1, 96),
                        part("text", "string", 8, 2, 12),
                        part("size", "", 1024, 1, 1000))))
                .isEqualTo(
                        "412 Bitmapset (13 kB), 1500 bytes of text in 30 chunks, 2 chunks of up to 1024 bytes (1200 bytes),"
                                + " 1 Keepsake[] (96 bytes), 12 bytes of strings in 2 chunks");
    }

    @Test
    void whatIsLittleIsToldTogether() {
        Stream<ContentPart> parts = IntStream.range(0, 8).mapToObj(at -> part("node", "N" + at, 64, 1, 80 - at));

        assertThat(ContentWords.of(parts.toList())).endsWith("1 N5 (75 bytes), 2 others (147 bytes)");
    }

    @Test
    void whatWasNotLookedIntoIsSaid() {
        assertThat(ContentWords.of(List.of(part("unread", "Bump", 0, 0, 8192))))
                .isEqualTo("8192 bytes not looked into (Bump)");
    }

    @Test
    void nothingIsNoWords() {
        assertThat(ContentWords.of(List.of())).isEmpty();
    }

    private static ContentPart part(String kind, String type, long sizeClass, long count, long bytes) {
        return new ContentPart(new NodeKey(7), kind, type, sizeClass, count, bytes, false);
    }
}
