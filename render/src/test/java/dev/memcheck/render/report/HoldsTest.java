package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingStory;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the memory of a finding holds is told wherever it is told in full. */
class HoldsTest {
    private static final String HOLDS = "412 Bitmapset (13 kB), 1126 kB of text in 30 chunks";

    private static Finding finding() {
        return FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "drawer").finding().toBuilder()
                .set(FindingColumn.HOLDS, Optional.of(HOLDS))
                .build();
    }

    @Test
    void onALineOfItsOwnInWhy() {
        assertThat(new FindingStory(Glyphs.ascii())
                        .lines(1, finding()).stream().map(StyledLine::text).collect(Collectors.joining("\n")))
                .containsPattern("\n  holds +412 Bitmapset \\(13 kB\\), 1126 kB of text in 30 chunks\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"markdown", "html"})
    void inReports(String format) throws IOException {
        assertThat(ReportGoldenTest.text(format, CalledByTest.run(finding()))).contains(HOLDS);
    }

    @Test
    void asAFieldInJson() throws IOException {
        assertThat(json(finding()).path("holds").asText()).isEqualTo(HOLDS);
        assertThat(json(FindingSample.of(CheckType.CRASH).finding()).has("holds"))
                .isFalse();
    }

    private static JsonNode json(Finding finding) throws IOException {
        return new ObjectMapper()
                .readTree(ReportGoldenTest.text("json", CalledByTest.run(finding)))
                .at("/sessions/0/windows/0/findings/0");
    }
}
