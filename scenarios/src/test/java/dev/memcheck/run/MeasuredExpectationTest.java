package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredExpectationTest {
    private final Conversation talk = Conversation.batch();

    @TempDir
    private Path directory;

    @Test
    void retainedBytesAreThoseOfTheStatementOrOfTheWindowBeforeIt() {
        assertThat(talk.type(
                        "begin; SELECT leak_top();",
                        "\\expect retained = 32",
                        "SELECT leak_top();",
                        "\\expect retained < 32",
                        "end",
                        "\\expect retained = 64B",
                        "SELECT leak_top();",
                        "\\expect retained <= 1kB"))
                .contains(
                        "held: retained = 32",
                        "failed: retained < 32, found 32 bytes in statement 2",
                        "held: retained = 64",
                        "failed: retained <= 1kB, found nothing: outside a window nothing is measured");
    }

    @Test
    void aPeakThatIsNotMeasuredDoesNotHold() {
        assertThat(talk.type("begin; SELECT 1;", "\\expect peak <= 1GB", "end", "\\expect peak <= 1GB"))
                .contains(
                        "failed: peak <= 1GB, found nothing: this server's pg_ext_memcheck tells no peak",
                        "failed: peak <= 1GB, found only a statement has a peak, and this looks at window 1");
    }

    @Test
    void aRecordedNumberIsComparedWithNextTime() throws IOException {
        String source = directory.resolve("fill.mcs").toString();
        talk.runner.numbers().record();
        talk.typeAs(source, "begin; SELECT leak_top();", "\\expect retained no worse than 'it''s'");
        talk.runner.numbers().write();
        assertThat(Files.readString(Path.of(source + ".numbers"))).endsWith("\nretained 'it''s' 32\n");

        String same = "\\expect retained no worse than 'it''s'";
        assertThat(Conversation.batch().typeAs(source, "begin; SELECT leak_top();", same))
                .contains("held: retained no worse than 'it''s'");
    }

    @Test
    void moreThanATenthMoreIsWorse() throws IOException {
        Path file = directory.resolve("fill.mcs");
        Files.writeString(
                directory.resolve("fill.mcs.numbers"), "retained 'low' -993\nretained 'near' -992 -- 1 kB less\n");

        assertThat(talk.typeAs(
                        file.toString(),
                        "begin; SELECT leak_top();",
                        "\\expect retained no worse than 'near'",
                        "\\expect retained no worse than 'low'",
                        "\\expect retained no worse than 'none'"))
                .contains(
                        "held: retained no worse than 'near'",
                        "failed: retained no worse than 'low', found 32 bytes in statement 1",
                        "failed: retained no worse than 'none', found 32 bytes, and no number of that name in " + file
                                + ".numbers; memcheck run --record-expectations saves it");
        assertThat(Tolerance.most(100_000)).isEqualTo(110_000);
    }

    @Test
    void aNumbersFileThatCannotBeReadSaysWhere() throws IOException {
        Path file = directory.resolve("fill.mcs");
        Files.writeString(directory.resolve("fill.mcs.numbers"), "-- numbers\nretained fill 3\n");

        assertThatThrownBy(() -> talk.typeAs(
                        file.toString(), "begin; SELECT leak_top();", "\\expect retained no worse than 'x'"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("fill.mcs.numbers:2:10: found fill; expected the name of a number");
    }

    @Test
    void eachCallKeepsWhatTheFirstDoesNotCountFor() {
        String[] calls = {
            "begin;",
            "\\repeat 5",
            "SELECT leak_top();",
            "\\endrepeat",
            "\\expect per_call <= 0",
            "end",
            "\\expect per_call = 32",
            "begin;",
            "SELECT leak_top();",
            "end",
            "\\expect per_call <= 0",
        };
        assertThat(talk.type(calls))
                .contains(
                        "failed: per_call <= 0, found 32 bytes for each of 4 executions of window 1",
                        "held: per_call = 32",
                        "failed: per_call <= 0, found nothing: in window 2 no statement ran twice; the first does not"
                                + " count");
    }

    @Test
    void whatGrowsOnceIsNotKeptByEachCall() {
        WindowFigures figures = new WindowFigures();
        Position place = new Position("x", 1, 1);
        long[] kept = {500, 0, 8192, 0, 0};
        for (long bytes : kept) {
            figures.ran("SELECT " + bytes, place, bytes);
        }
        assertThat(figures.perCall()).hasValue(0);
        figures.ran("SELECT 1", new Position("x", 2, 1), 77);
        assertThat(figures.executions()).isEqualTo(4);
        figures.ran("SELECT 1", place, 1);
        assertThat(figures.perCall()).hasValue(1);
    }

    @Test
    void growthIsThePowerOfTheWorstCurve() {
        ScenarioCurve square = curve(1024, 0, 4096, 20_000, 16384, 1_000_000, 65536, 16_000_000);
        assertThat(square.exponent()).isCloseTo(2.0, within(0.001));
        assertThat(curve(1024, 0, 4096, 300_000, 16384, 1_200_000).exponent()).isCloseTo(1.0, within(0.001));
        assertThat(curve(1024, 0, 4096, 100_000, 16384, 1_200_000).exponent()).isZero();
        assertThat(talk.type("SELECT 1;", "\\expect growth <= 1.3"))
                .contains("failed: growth <= 1.3, found no \\scenario payload_sweep right before it that measured"
                        + " anything");
    }

    private static ScenarioCurve curve(long... numbers) {
        List<ScenarioCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            points.add(new ScenarioCurve.Point(numbers[i], numbers[i + 1]));
        }
        return new ScenarioCurve("peak by size of text", points);
    }

    @Test
    void cellsAreCompared() {
        assertThat(talk.type(
                        "SELECT 1;", "\\expect value = 'SELECT 1'", "\\expect cell 1 2 = 3", "\\expect value = null"))
                .contains(
                        "held: value = 'SELECT 1'",
                        "failed: cell 1 2 = 3, found a result of 1 row and 1 column",
                        "failed: value = null, found 'SELECT 1'");
    }

    @Test
    void anAbsentFindingHoldsUntilItIsThere() {
        assertThat(talk.type(
                        "begin; SELECT leak_top(); end",
                        "\\expect no context_leak",
                        "\\expect no chunk_leak symbol other",
                        "\\expect no chunk_leak"))
                .contains("held: no context_leak", "held: no chunk_leak symbol other")
                .last()
                .asString()
                .startsWith("failed: no chunk_leak, found in window 1: WARNING chunk_leak in TopMemoryContext");
    }
}
