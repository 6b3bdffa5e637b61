package dev.memcheck.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Theme;
import dev.memcheck.render.view.FullScreenView;
import dev.memcheck.render.view.Picture;
import dev.memcheck.render.view.TreeView;
import dev.memcheck.render.view.ViewInput;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long it takes from a key to the screen that shows what it did, in the tree view on a terminal in memory: what the
 * terminal itself takes to draw is in it. Not part of a build; {@code test/figures/key-to-screen} runs it.
 */
@Timeout(600)
class KeyToScreenFigure {
    private static final PrintWriter NOWHERE = new PrintWriter(OutputStream.nullOutputStream());
    private static final double BAR_MILLIS = 16;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int COLUMNS = 120;
    private static final int ROWS = 40;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 7;
    private static final int KEYS_PER_ROUND = 300;
    private static final String DOWN = "\u001b[B";
    private static final String PAGE_DOWN = "\u001b[6~";

    /** Each changes the screen, wherever the ones before it have led. */
    private static final List<String> KEYS = Stream.of(
                    DOWN, DOWN, PAGE_DOWN, DOWN, "\u001b[A", PAGE_DOWN, DOWN, "\u001b[5~", "G", "g")
            .toList();

    @Test
    void ofASmallTree() throws Exception {
        measure(1_000);
    }

    @Test
    void ofALargeTree() throws Exception {
        measure(100_000);
    }

    @AfterAll
    static void explain() {
        System.out.printf(Locale.ROOT, "bar: p99 <= %.0f ms%n", BAR_MILLIS);
    }

    private static void measure(int contexts) throws Exception {
        try (EmulatedTerminal emulated = new EmulatedTerminal(COLUMNS, ROWS)) {
            FullScreen screen = new FullScreen(emulated.terminal(), NOWHERE, Theme.colored(Glyphs.unicode()), false);
            Heard view = new Heard(new TreeView(new StillHost(contexts), Glyphs.unicode()), emulated);
            Thread thread = new Thread(() -> screen.show(view, () -> false));
            thread.start();
            emulated.await("TopMemoryContext");
            press(emulated, view, "E");
            for (int turn = 0; turn < WARM_UP; turn++) {
                press(emulated, view, KEYS.get(turn % KEYS.size()));
            }
            double[] medians = new double[ROUNDS];
            double[] slowest = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                double[] millis = new double[KEYS_PER_ROUND];
                for (int turn = 0; turn < KEYS_PER_ROUND; turn++) {
                    millis[turn] = press(emulated, view, KEYS.get(turn % KEYS.size()));
                }
                Arrays.sort(millis);
                medians[round] = millis[KEYS_PER_ROUND / 2];
                slowest[round] = millis[KEYS_PER_ROUND * 99 / 100];
            }
            int before = emulated.bytes();
            press(emulated, view, DOWN);
            int move = emulated.bytes() - before;
            press(emulated, view, PAGE_DOWN);
            int page = emulated.bytes() - before - move;
            emulated.type("q");
            thread.join();
            double p99 = median(slowest);
            System.out.printf(
                    Locale.ROOT,
                    "%,9d contexts: key to screen p50 %.2f ms, p99 %.2f ms (of the rounds %.2f to %.2f);"
                            + " %d bytes to move the cursor, %d a page%n",
                    contexts,
                    median(medians),
                    p99,
                    slowest[0],
                    slowest[ROUNDS - 1],
                    move,
                    page);
            assertThat(p99).isLessThanOrEqualTo(BAR_MILLIS);
        }
    }

    /** Sorts, and gives the one in the middle. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Presses a key and waits for the frame it leads to; gives the milliseconds. */
    private static double press(EmulatedTerminal emulated, Heard view, String key) throws Exception {
        long start = System.nanoTime();
        emulated.type(key);
        emulated.awaitFrame(view.frames.take() + 1);
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** A view that tells how many frames there were when it was given a key: the next one shows what came of it. */
    private static final class Heard implements FullScreenView {
        private final BlockingQueue<Integer> frames = new LinkedBlockingQueue<>();
        private final FullScreenView view;
        private final EmulatedTerminal emulated;

        Heard(FullScreenView view, EmulatedTerminal emulated) {
            this.view = view;
            this.emulated = emulated;
        }

        @Override
        public void handle(ViewInput input) {
            frames.add(emulated.frames());
            view.handle(input);
        }

        @Override
        public void resize(int columns, int rows) {
            view.resize(columns, rows);
        }

        @Override
        public void tick() {
            view.tick();
        }

        @Override
        public Picture picture() {
            return view.picture();
        }

        @Override
        public boolean isClosed() {
            return view.isClosed();
        }
    }
}
