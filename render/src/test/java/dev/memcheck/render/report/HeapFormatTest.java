package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.backend.HeapPlace;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.finding.Site;
import dev.memcheck.render.table.HeapTable;
import dev.memcheck.render.text.Glyphs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class HeapFormatTest {
    private static final HeapPlace KEPT =
            place("keep", 7, 3000, 400, List.of("palloc (postgres)", "keep (my) at /src/my.c:7", "f;g (my)"));
    private static final HeapPlace AGAIN =
            place("keep", 9, 1000, 300, List.of("palloc (postgres)", "keep (my) at /src/my.c:9", "f;g (my)"));
    private static final HeapPlace GONE = place("gone", 0, 0, 0, List.of("gone (my)"));
    private static final SampledHeap HEAP =
            new SampledHeap(42, 512, List.of(KEPT, AGAIN, GONE), OptionalLong.of(2048), Optional.empty());

    private static HeapPlace place(String function, int line, long bytes, long error, List<String> stack) {
        Site site = new Site(
                Optional.of("my"),
                Optional.of(function),
                line == 0 ? Optional.empty() : Optional.of("/src/my.c"),
                line == 0 ? OptionalInt.empty() : OptionalInt.of(line),
                stack);
        return new HeapPlace(
                site,
                List.of("TopMemoryContext", "kept"),
                line == 7 ? OptionalLong.of(-5) : OptionalLong.empty(),
                bytes,
                error,
                bytes / 100,
                (int) (bytes / 500),
                4000,
                "extension",
                line == 0);
    }

    @Test
    void stacksAreFoldedByFunctionAndWhatHoldsNothingIsLeftOut() throws Exception {
        StringWriter out = new StringWriter();
        HeapFormat.folded(HEAP, out);

        assertThat(out).hasToString("f:g (my);keep (my);palloc (postgres) 4000\n");
    }

    @Test
    void programsGetAll() throws Exception {
        StringWriter out = new StringWriter();
        HeapFormat.json(HEAP, out);
        JsonNode json = new ObjectMapper().readTree(out.toString());

        assertThat(json.get("format").asText()).isEqualTo("memcheck-heap/1");
        assertThat(json.get("bytes").asLong()).isEqualTo(4000);
        assertThat(json.get("error").asLong()).isEqualTo(500);
        assertThat(json.get("places")).hasSize(3);
        JsonNode first = json.get("places").get(0);
        assertThat(first.get("function").asText()).isEqualTo("keep");
        assertThat(first.get("line").asInt()).isEqualTo(7);
        assertThat(first.get("queryId").asLong()).isEqualTo(-5);
        assertThat(first.get("contextPath")).extracting(JsonNode::asText).containsExactly("TopMemoryContext", "kept");
        assertThat(first.get("stack")).hasSize(3);
        assertThat(json.get("places").get(2).has("line")).isFalse();
        assertThat(json.get("places"))
                .extracting(place -> place.get("inherited").asBoolean())
                .containsExactly(false, false, true);
    }

    /** The fields of a message one after the other, as profile.proto numbers them. */
    @Test
    void aProfileIsZippedAndHasItsTablesAndSamples() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PprofHeap.write(HEAP, out);
        byte[] profile = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes();
        List<String> texts = new ArrayList<>();
        List<Integer> fields = new ArrayList<>();
        String firstSample = "";
        for (int at = 0; at < profile.length; ) {
            int field = profile[at] >> 3;
            boolean isNumber = (profile[at++] & 7) == 0;
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                value |= (profile[at] & 0x7f) << shift;
                if (profile[at++] >= 0) {
                    break;
                }
            }
            fields.add(field);
            if (!isNumber) {
                if (field == 6) {
                    texts.add(new String(profile, at, value, java.nio.charset.StandardCharsets.UTF_8));
                } else if (field == 2 && firstSample.isEmpty()) {
                    firstSample = HexFormat.of().formatHex(profile, at, at + value);
                }
                at += value;
            }
        }

        assertThat(texts)
                .startsWith("", "inuse_objects", "count", "inuse_space", "bytes", "peak_space")
                .contains("keep (my)", "/src/my.c", "TopMemoryContext > kept", "query_id", "-5");
        assertThat(fields).containsSubsequence(1, 1, 1, 2, 11, 12, 14, 6);
        assertThat(fields.stream().filter(field -> field == 2)).hasSize(3);
        // three locations, 30 chunks, 3000 bytes, a peak of 4000
        assertThat(firstSample).startsWith("080108020803" + "101e" + "10b817" + "10a01f");
    }

    @Test
    void peopleReadFiguresWithTheirErrors() {
        List<String> lines = new ArrayList<>();
        HeapTable.print(HEAP, Glyphs.ascii(), false, line -> lines.add(line.text()));

        assertThat(HeapTable.title(HEAP))
                .isEqualTo("process 42: about 4000 bytes of long-lived memory, give or take 500 bytes, in 3 places; all"
                        + " figures are estimates, from one chunk in 512 bytes. Not in them: 2048 bytes that malloc() gave out"
                        + " besides, as to C++ and Rust");
        assertThat(lines.get(2))
                .contains("3000 bytes | 400 bytes", "keep (my) at my.c:7", "TopMemoryContext > kept", "-5");
        assertThat(lines.get(4)).contains("0 bytes", "gone (my)");
    }
}
