package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.run.Moment;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeHistoryTest {
    @Test
    void findsTheContextWhereverItStands() {
        List<Moment> moments = moments(
                "TopMemoryContext 1\n  a 1\n  b 1\n  c 5 #7\n",
                "TopMemoryContext 1\n  c 6 #7\n",
                "TopMemoryContext 1\n  a 1\n",
                "TopMemoryContext 1\n  a 1\n  b 1\n  b 2\n  b 3\n  b 4\n  c 9 #7\n");
        assertThat(NodeHistory.of(new NodeKey(7), moments, 10))
                .containsExactly(OptionalLong.of(5), OptionalLong.of(6), OptionalLong.empty(), OptionalLong.of(9));
        assertThat(NodeHistory.of(new NodeKey(7), moments, 2))
                .containsExactly(OptionalLong.empty(), OptionalLong.of(9));
        assertThat(NodeHistory.of(new NodeKey(7), List.of(), 2)).isEmpty();
    }

    @Test
    void stopsWhereLookingWouldTakeTooLong() {
        Snapshot large = SnapshotDrawing.of("TopMemoryContext 1\n  a 1 ~ 50000\n");
        List<Moment> moments = IntStream.range(0, 100)
                .mapToObj(number -> SampleSession.moment(number, "", large, large, List.of()))
                .toList();
        assertThat(NodeHistory.of(new NodeKey(7), moments, 100)).hasSizeBetween(2, 10);
        assertThat(NodeHistory.of(large.root().key(), moments, 100)).hasSize(100);
    }

    @Test
    void isDrawnAsACurve() {
        List<OptionalLong> values =
                List.of(OptionalLong.of(0), OptionalLong.of(50), OptionalLong.empty(), OptionalLong.of(100));
        assertThat(Sparkline.of(values, Glyphs.unicode())).isEqualTo("▁▅ █");
        assertThat(Sparkline.of(values, Glyphs.ascii())).isEqualTo("_= #");
        assertThat(Sparkline.of(List.of(OptionalLong.of(7), OptionalLong.of(7)), Glyphs.ascii()))
                .isEqualTo("__");
        assertThat(Sparkline.of(List.of(), Glyphs.ascii())).isEmpty();
    }

    private static List<Moment> moments(String... drawings) {
        List<Moment> moments = new ArrayList<>();
        for (String drawing : drawings) {
            Snapshot snapshot = SnapshotDrawing.of(drawing);
            moments.add(SampleSession.moment(moments.size() + 1, "", snapshot, snapshot, List.of()));
        }
        return moments;
    }
}
