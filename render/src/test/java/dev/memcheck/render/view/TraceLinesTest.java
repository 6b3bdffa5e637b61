package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.TraceLook;
import dev.memcheck.backend.TracedPlace;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TraceLinesTest {
    private final TraceLines lines = new TraceLines(42, Duration.ofSeconds(60), Glyphs.ascii());

    @Test
    void eachPlaceHasItsFiguresAndACurve() {
        lines.at(look(1, place(1024, false)), 10);

        List<String> shown = text(lines.at(look(2, place(2048, true)), 10));

        assertThat(shown.get(0)).isEqualTo("process 42, 2.0 of 60 s: 1 place grew, 1 confirmed");
        assertThat(shown.get(2))
                .contains(
                        "2048 bytes", "1024 bytes", "lose loopers.c:43 (memcheck_test)", "TopMemoryContext", "query 7")
                .contains(Sparkline.of(
                        List.of(OptionalLong.of(0), OptionalLong.of(1024), OptionalLong.of(2048)), Glyphs.ascii()))
                .doesNotContain("seen");
    }

    @Test
    void whatIsNotCertainSaysHowOftenItWasSeen() {
        assertThat(text(lines.at(look(1, place(1024, false)), 10)).get(2)).endsWith("seen 2 times");
    }

    @Test
    void memoryOfTheProcessIsShownAsCurves() {
        lines.at(look(1, SampleSession.CONNECTED), 20);
        lines.at(look(2, SampleSession.LEAKED), 20);

        List<String> shown = text(lines.at(look(3, SampleSession.CONNECTED), 20));

        assertThat(shown.get(1)).isEqualTo("MEMORY   at the last 3 looks");
        assertThat(shown.subList(2, 7))
                .extracting(line -> line.strip().replaceAll(" .*  ", ": "))
                .containsExactly(
                        "used: 488 kB to 663 kB",
                        "contexts: 636 kB to 1212 kB",
                        "peak: 636 kB to 1212 kB",
                        "malloc: 293 kB to 332 kB",
                        "RssAnon: 3809 kB to 13 MB");
        assertThat(text(lines.at(look(4, SampleSession.CONNECTED), 11))).noneMatch(line -> line.startsWith("MEMORY"));
    }

    @Test
    void thereAreNoMoreLinesThanRoom() {
        assertThat(lines.at(look(1, place(1, false), place(2, false)), 3)).hasSize(3);
    }

    private static TraceLook look(int second, TracedPlace... places) {
        return new TraceLook(Duration.ofSeconds(second), List.of(places), Optional.empty());
    }

    private static TraceLook look(int second, Snapshot tree) {
        return new TraceLook(Duration.ofSeconds(second), List.of(), Optional.of(tree));
    }

    @Test
    void estimatesSayThatTheyAreAndHowGoodTheyAre() {
        List<String> shown = text(lines.at(look(1, place(1024, false, OptionalLong.of(300))), 10));

        assertThat(shown.get(1)).isEqualTo("all figures of places are estimates, from some of the chunks");
        assertThat(shown.get(3)).contains("1024 bytes", ", give or take 300 bytes, seen 2 times");
    }

    private static TracedPlace place(long bytes, boolean confirmed) {
        return place(bytes, confirmed, OptionalLong.empty());
    }

    private static TracedPlace place(long bytes, boolean confirmed, OptionalLong error) {
        return new TracedPlace(
                "lose loopers.c:43 (memcheck_test)",
                List.of("TopMemoryContext"),
                bytes,
                8,
                1024,
                2,
                confirmed,
                "wrong_ctx_alloc",
                OptionalLong.of(7),
                Optional.empty(),
                error);
    }

    private static List<String> text(List<StyledLine> lines) {
        return lines.stream().map(StyledLine::text).toList();
    }
}
