package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.render.Golden;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.ScenarioReport;
import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.scenario.ScenarioProgress;
import dev.memcheck.scenario.ScenarioWorker;
import dev.memcheck.session.SessionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a scenario shows: its progress, its curves, and how it went. */
class ScenarioTextTest {
    private static final ScenarioReport GROWTH = new ScenarioReport(
            "growth_benchmark",
            false,
            List.of(new NumberedFinding(
                    1,
                    FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext")
                            .by("leak_top", "buggy_ext")
                            .detail("96.0 bytes per call (95% interval 95.9 to 96.1), linear over 100 calls, 4 points")
                            .finding(),
                    SessionName.DEFAULT)),
            List.of(curve("leak_top in TopMemoryContext", 1, 96, 10, 960, 50, 4800, 100, 9600)),
            List.of(new ScenarioWorker(7, "finished", 110, 0, Optional.empty(), 0.25)));

    @Test
    void aCurveInDots() {
        assertThat(text(GROWTH, Glyphs.unicode(), 50)).isEqualTo("""
                leak_top in TopMemoryContext: 96.0 bytes per call (95% interval 95.9 to 96.1), linear over 100 calls, 4 points
                 9600 bytes │                                ⢀⣀⠤⠒⠉
                            │                            ⣀⠤⠔⠊⠁
                            │                       ⢀⡠⠤⠒⠉
                            │                   ⣀⠤⠒⠊⠁
                            │              ⣀⡠⠔⠊⠉
                            │         ⢀⡠⠤⠒⠉
                            │     ⣀⠤⠔⠊⠁
                    0 bytes │ ⡠⠔⠒⠉
                            └─────────────────────────────────────
                              1                          100 calls
                110 calls of the workload, 0.3 s
                """);
    }

    @Test
    void aCurveWhereOnlyASCIICanBeShown() {
        assertThat(text(GROWTH, Glyphs.ascii(), 40))
                .contains("9600 bytes |", "*", "`---")
                .matches("\\p{ASCII}*");
    }

    @Test
    void aLevelThatHardlyMovesIsShownFromItsLowestPointOn() {
        ScenarioReport soak = new ScenarioReport(
                "soak",
                true,
                List.of(),
                List.of(
                        curve("bytes in contexts", 1, 1_000_000, 5, 1_000_100),
                        curve("flat", 1, 20_480, 5, 20_480),
                        curve("one point", 1, 5)),
                List.of(
                        new ScenarioWorker(7, "finished", 5, 2, Optional.of("division by zero"), 1),
                        new ScenarioWorker(8, "finished", 5, 0, Optional.empty(), 2.5)));

        String text = text(soak, Glyphs.unicode(), 60);

        assertThat(text)
                .contains(" 977 kB │", "\nflat\n  20 kB all along, up to 5 calls\nstopped")
                .doesNotContain("0 bytes │", "one point")
                .endsWith(
                        "stopped before its end, after 10 calls of the workload in 2 sessions, 2 of which failed, 2.5 s\n"
                                + "the workload's first error: division by zero\n");
    }

    @Test
    void aPictureKeepsToItsWidth() {
        for (int cells : new int[] {30, 50, 80, 200}) {
            assertThat(new CurveChart(Glyphs.unicode()).lines(GROWTH.curves().get(0), "", cells))
                    .allMatch(line -> line.width() <= cells, "in " + cells + " cells");
        }
    }

    @Test
    void progressWithWhatIsLeft() {
        ScenarioProgress half = new ScenarioProgress("soak", "soaking", 250, 1000, Duration.ofSeconds(30));

        assertThat(ScenarioProgressLine.of(half).text())
                .isEqualTo("soak [====............] 250/1000, 30 s, 1 min 30 s left, soaking");
    }

    @Test
    void progressBeforeTheFirstCallAndBehindThePlan() {
        ScenarioProgress none = new ScenarioProgress("soak", "warm-up", 0, 10, Duration.ofMillis(300));
        ScenarioProgress more = new ScenarioProgress("soak", "soaking", 12, 10, Duration.ofHours(2));

        assertThat(ScenarioProgressLine.of(none).text()).isEqualTo("soak [................] 0/10, 0 s, warm-up");
        assertThat(ScenarioProgressLine.of(more).text())
                .isEqualTo("soak [================] 12/10, 2 h 0 min, 0 s left, soaking");
    }

    private static String text(ScenarioReport report, Glyphs glyphs, int cells) {
        return Golden.plain(new ScenarioText(glyphs).lines(report, cells));
    }

    /** From iterations and bytes by turns. */
    private static ScenarioCurve curve(String series, long... numbers) {
        List<ScenarioCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            points.add(new ScenarioCurve.Point(numbers[i], numbers[i + 1]));
        }
        return new ScenarioCurve(series, points);
    }
}
