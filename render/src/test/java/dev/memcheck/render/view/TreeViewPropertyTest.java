package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Observation;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.view.ViewInput.Button;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import dev.memcheck.run.Moment;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is shown and pressed, at whatever size: the picture fits the screen, and the cursor is on it. */
class TreeViewPropertyTest {
    private static final int STEPS = 400;
    private static final String[] NAMES = {"leaky", "leaky", "日本語の文脈", "e\u0301vil\u001b[2J", "cache", "x"};
    private static final String TYPED = "abc日\u0301(1*\u001b ";

    private final List<Key> keys = KeyTable.standard().bindings().stream()
            .filter(binding -> binding.action() != ViewAction.LEAVE)
            .flatMap(binding -> binding.keys().stream())
            .toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thePictureFits(long seed) {
        Random random = new Random(seed);
        HandHost host = new HandHost();
        Glyphs glyphs = seed % 2 == 0 ? Glyphs.unicode() : Glyphs.ascii();
        Snapshot last = tree(random, 1);
        host.add(SampleSession.moment(1, "SELECT 0", last, last, List.of()));
        host.timeline = new Timeline(Optional.of(last), host.timeline.moments(), 0);
        TreeView view = new TreeView(host, glyphs);
        int columns = 80;
        int rows = 24;
        view.resize(columns, rows);
        for (int step = 2; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0:
                    columns = 1 + random.nextInt(random.nextBoolean() ? 20 : 220);
                    rows = 1 + random.nextInt(random.nextBoolean() ? 6 : 70);
                    view.resize(columns, rows);
                    break;
                case 1:
                    last = happen(host, last, random, step);
                    view.tick();
                    break;
                case 2:
                    Button button = Button.values()[random.nextInt(Button.values().length)];
                    view.handle(new ViewInput.Mouse(button, random.nextInt(rows + 2), random.nextInt(columns + 2)));
                    break;
                case 3:
                    int at = TYPED.offsetByCodePoints(0, random.nextInt(TYPED.codePointCount(0, TYPED.length())));
                    view.handle(Key.of(TYPED.codePointAt(at)));
                    break;
                case 4:
                    view.handle(Key.of(Code.values()[1 + random.nextInt(Code.values().length - 1)]));
                    break;
                default:
                    view.handle(keys.get(random.nextInt(keys.size())));
            }
            check(view.picture(), columns, rows, "seed " + seed + ", step " + step);
        }
        assertThat(host.timeline.moments()).isNotEmpty();
    }

    private static void check(Picture picture, int columns, int rows, String when) {
        assertThat(picture.lines()).as(when).hasSize(rows);
        for (StyledLine line : picture.lines()) {
            boolean fits = CellWidth.of(line.text()) <= columns;
            boolean isClean = line.text().chars().noneMatch(Character::isISOControl);
            assertThat(fits && isClean).as(when + ": " + line.text()).isTrue();
        }
        assertThat(picture.highlighted()).as(when).isLessThan(rows);
        assertThat(picture.highlightedCells()).as(when).isBetween(0, columns);
        if (columns >= 100 && rows >= 7) {
            assertThat(picture.highlighted()).as(when).isNotNegative();
        }
        picture.caret().ifPresent(caret -> {
            assertThat(caret.row()).as(when).isBetween(0, rows - 1);
            assertThat(caret.column()).as(when).isBetween(0, columns - 1);
        });
    }

    /** Something that a session does; returns the latest snapshot. */
    private static Snapshot happen(HandHost host, Snapshot last, Random random, int step) {
        Snapshot next = tree(random, step);
        switch (random.nextInt(5)) {
            case 0:
                host.see(next);
                return next;
            case 1:
                host.latest = Optional.of(new Observation.Unseen("it is gone\n\u009b"));
                return last;
            case 2:
                host.running = random.nextBoolean() ? Optional.empty() : Optional.of("SELECT 1\n\t, '日本語'");
                return last;
            case 3:
                host.timeline = new Timeline(
                        host.timeline.connected(),
                        thinned(host.timeline.moments(), random),
                        host.timeline.thinned() + 1);
                host.outcome = Optional.of("done\r\n" + step);
                break;
            default:
                break;
        }
        List<NumberedFinding> findings = new ArrayList<>();
        for (int number = 1; number <= random.nextInt(9); number++) {
            CheckType type = CheckType.values()[random.nextInt(CheckType.values().length)];
            FindingSample sample = random.nextBoolean()
                    ? FindingSample.of(type).bytes(number)
                    : FindingSample.of(type, "TopMemoryContext", NAMES[random.nextInt(NAMES.length)])
                            .detail("日本語".repeat(number));
            findings.add(new NumberedFinding(number, sample.finding(), SessionName.DEFAULT));
        }
        host.findings = findings;
        host.add(SampleSession.moment(step, "SELECT '日本語'\n, 1", last, next, findings));
        return next;
    }

    private static List<Moment> thinned(List<Moment> moments, Random random) {
        List<Moment> kept = new ArrayList<>(moments);
        Moment newest = moments.get(moments.size() - 1);
        kept.removeIf(moment -> moment != newest && random.nextInt(3) == 0);
        return kept;
    }

    private static Snapshot tree(Random random, int sequence) {
        StringBuilder drawing = new StringBuilder("TopMemoryContext 1000\n");
        int level = 0;
        for (int line = random.nextInt(60); line > 0; line--) {
            level = 1 + random.nextInt(Math.min(level + 1, 30));
            drawing.append("  ".repeat(level)).append(NAMES[random.nextInt(NAMES.length)]);
            drawing.append(random.nextInt(3) == 0 ? " \"SELECT '日本語', 42\" " : " ")
                    .append(random.nextInt(100_000));
            drawing.append(random.nextInt(4) == 0 ? " statement" : "");
            drawing.append(random.nextInt(9) == 0 ? " ~ 20" : "").append('\n');
        }
        return SnapshotDrawing.of(sequence, drawing.toString());
    }
}
