package dev.memcheck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportCollector;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.FakeServer;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.run.Moment;
import dev.memcheck.run.RunOptions;
import dev.memcheck.run.RunTee;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.SessionParser;
import dev.memcheck.snapshot.Snapshot;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CaptureTest {
    /** A finding makes the key of its defect when it is asked for, and only a bisection asks whether one was unwanted. */
    private static final String NOT_KEPT = ".*\\.(defectKey|unwanted)";

    private static final Instant START = Instant.parse("2026-03-04T05:06:07.123Z");
    private static final String TEXT = """
            SELECT 1;
            begin outer; SELECT leak_top(); begin; SELECT 2; end; SELECT fail(); end
            \\expect clean
            \\session writer
            begin; SELECT 3;
            """;

    /**
     * What a run said, and what was kept of it.
     *
     * @param moments of the last text
     */
    private record Kept(RunReport run, List<Moment> moments, byte[] bytes) {}

    @Test
    void whatIsWrittenIsReadBackTheSame() throws IOException {
        Kept kept = run(TEXT);

        Capture capture = read(kept.bytes());

        assertThat(capture.run())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(NOT_KEPT)
                .withEqualsForType(CaptureTest::same, SnapshotDiff.class)
                .isEqualTo(kept.run());
        assertThat(capture.run().sessions().get(0).windows())
                .anyMatch(window -> window.diff().isPresent());
        assertThat(capture.run().sessions().get(0).windows())
                .extracting(ReportedWindow::title)
                .containsExactly("outer", "window 2", "window 1 of session writer");
    }

    @Test
    void theTreesAroundEachStatementAreKept() throws IOException {
        Kept kept = run("SELECT 0;", "begin; SELECT leak_top(); begin; SELECT 2; end; SELECT leak_context(); end");

        List<Moment> moments = read(kept.bytes()).sessions().get(1).timeline().moments();

        assertThat(moments)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(NOT_KEPT)
                .withEqualsForType(CaptureTest::same, SnapshotDiff.class)
                .withEqualsForType(CaptureTest::same, Snapshot.class)
                .isEqualTo(kept.moments());
        assertThat(moments).extracting(Moment::statement).containsExactly(1, 2, 3);
        assertThat(moments).allMatch(moment -> moment.windowStart().isPresent());
    }

    @Test
    void contextsThatDidNotChangeAreOneObject() throws IOException {
        Capture capture = read(run("begin; SELECT leak_top(); SELECT 1; end").bytes());
        List<Moment> moments = capture.sessions().get(0).timeline().moments();

        Snapshot first = moments.get(0).snapshot();
        Snapshot last = moments.get(1).snapshot();
        assertThat(last.sequence()).isGreaterThan(first.sequence());
        assertThat(last.root()).isSameAs(first.root());
        assertThat(moments.get(0).diff().changed()).isNotEmpty();
    }

    @Test
    void aSmallFileThatTellsOfGigabytesIsRefused() throws IOException {
        int contexts = 20_000;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = new BufferedOutputStream(new GZIPOutputStream(file))) {
            out.write("MCRUN\n".getBytes(StandardCharsets.US_ASCII));
            FieldWriter fields = new FieldWriter(out);
            fields.number(7);
            fields.text("1.0");
            fields.moment(START);
            fields.text("/");
            fields.text("WARNING");
            fields.number(1);
            beginMoment(fields);
            beginSnapshot(fields);
            for (int key = 0; key < contexts; key++) {
                fields.number(SnapshotWriter.NODE);
                context(fields, key);
            }
            fields.number(SnapshotWriter.END);
            // Each snapshot has all contexts of the one before it, in seven bytes.
            for (int i = 0; i < 2000; i++) {
                beginSnapshot(fields);
                fields.number(SnapshotWriter.RUN);
                fields.number(0);
                fields.number(contexts);
                fields.number(SnapshotWriter.END);
                out.write(new byte[] {0, 0, 0});
                beginMoment(fields);
                fields.number(1);
            }
        }

        assertThatThrownBy(() -> read(file.toByteArray()))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessageMatching("its first \\d+ bytes tell of more than \\d+ MB.*|it needs more than .*");
    }

    private static void beginMoment(FieldWriter fields) throws IOException {
        fields.flag(true);
        fields.number(1);
        fields.text("SELECT 1");
        fields.number(1);
        fields.flag(false);
    }

    private static void beginSnapshot(FieldWriter fields) throws IOException {
        fields.number(SnapshotWriter.NEW);
        fields.number(1);
        fields.number(1);
        fields.moment(START);
        fields.flag(false);
        fields.flag(false);
    }

    /** The root, or a child of it. */
    private static void context(FieldWriter fields, int key) throws IOException {
        fields.number(key);
        fields.flag(key > 0);
        if (key > 0) {
            fields.number(0);
        }
        fields.number(key > 0 ? 1 : 0);
        fields.text("");
        fields.text("");
        fields.text("ALLOC_SET");
        fields.text("BACKEND");
        fields.flag(false);
        fields.flag(false);
        for (int number = 0; number < 4; number++) {
            fields.number(0);
        }
    }

    @Test
    void oneThatIsCutOffAnywhereIsToldAsSuch() throws IOException {
        byte[] whole = run(TEXT).bytes();
        for (int length = 0; length < whole.length - 1; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("cut off at " + length)
                    .isInstanceOf(CaptureFormatException.class)
                    .hasMessage("it is cut off: its end is missing");
        }
    }

    @Test
    void somethingElseIsToldAsSuch() throws IOException {
        assertThatThrownBy(() -> read("PGDMP whatever that is".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessage("it is no run that memcheck run --save has written");
        assertThatThrownBy(() -> read(compressed("something else".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessage("it is no run that memcheck run --save has written");
    }

    @Test
    void oneOfANewerMemcheckIsToldAsSuch() throws IOException {
        byte[] plain = plain(run("SELECT 1;").bytes());
        plain["MCRUN\n".length()] = 16; // zigzag of 8

        assertThatThrownBy(() -> read(compressed(plain)))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessage("it has format 8, and this memcheck reads format 7: a newer memcheck wrote it");
    }

    /** Whatever stands in a file, it is read or refused: no other exception, and no memory for what it only promises. */
    @Test
    void damagedOnesAreReadOrRefused() throws IOException {
        byte[] whole = plain(run(TEXT).bytes());
        Random random = new Random(20260304);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                read(compressed(damaged));
            } catch (CaptureFormatException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private static Kept run(String... texts) throws IOException {
        List<SessionCapture> captures = new ArrayList<>();
        List<SessionReport> reports = new ArrayList<>();
        List<Moment> moments = List.of();
        try {
            for (String text : texts) {
                SessionCapture capture = new SessionCapture();
                captures.add(capture);
                ReportCollector collector =
                        new ReportCollector("test.mcs", 10_000, KnownFindings.none(), InstantSource.fixed(START));
                try (SessionRunner runner = new SessionRunner(
                        new FakeServer(),
                        new RunTee(List.of(collector, capture)),
                        RunOptions.batch(2, Severity.WARNING),
                        unused -> CommandResult.done())) {
                    runner.runAll(new SessionParser(List.of(), IncludeResolver.files()).parse("test.mcs", text));
                    reports.add(collector.report(runner.finish(), true));
                    moments = runner.timeline().moments();
                }
                capture.finish(reports.get(reports.size() - 1));
            }
            RunReport run = new RunReport("1.0", START, Path.of("/src"), Severity.WARNING, reports);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Capture.write(run, captures, bytes);
            return new Kept(run, moments, bytes.toByteArray());
        } finally {
            captures.forEach(SessionCapture::close);
        }
    }

    private static Capture read(byte[] bytes) throws IOException {
        return Capture.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] plain(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static boolean same(SnapshotDiff one, SnapshotDiff other) {
        return same(one.before(), other.before()) && same(one.after(), other.after());
    }

    private static boolean same(Snapshot one, Snapshot other) {
        return one.backendPid() == other.backendPid()
                && one.sequence() == other.sequence()
                && one.takenAt().equals(other.takenAt())
                && one.nodes().equals(other.nodes());
    }
}
