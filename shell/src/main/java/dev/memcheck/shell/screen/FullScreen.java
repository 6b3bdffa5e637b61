package dev.memcheck.shell.screen;

import dev.memcheck.render.text.Theme;
import dev.memcheck.render.view.FullScreenView;
import dev.memcheck.render.view.ViewInput;
import dev.memcheck.render.view.ViewInput.Code;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Lends the whole terminal to a view, and gives it back to the prompt as it was. */
public final class FullScreen {
    /** How often a view is asked for news while nobody presses a key. */
    private static final long TICK_MILLIS = 100;

    /** Keys that came together are handled together: a held arrow key must not lag behind. */
    private static final long TOGETHER_MILLIS = 1;

    private static final int MOST_TOGETHER = 64;

    private final Terminal terminal;
    private final PrintWriter lastResort;
    private final Theme theme;
    private final boolean inTmux;
    private Optional<Stage> stage = Optional.empty();

    /**
     * @param lastResort another way to the same terminal, for when it was closed before it was given back
     * @param inTmux whether the terminal is tmux's
     */
    public FullScreen(Terminal terminal, PrintWriter lastResort, Theme theme, boolean inTmux) {
        this.terminal = terminal;
        this.lastResort = lastResort;
        this.theme = theme;
        this.inTmux = inTmux;
    }

    /** Whether the terminal can be drawn on now: it is no pipe and not dumb, and it has a size. */
    public boolean isPossible() {
        Size size = terminal.getSize();
        return size.getColumns() > 0
                && size.getRows() > 0
                && !Terminal.TYPE_DUMB.equals(terminal.getType())
                && !Terminal.TYPE_DUMB_COLOR.equals(terminal.getType())
                && terminal.getStringCapability(Capability.cursor_address) != null;
    }

    /**
     * Shows a view until the person leaves it.
     *
     * @param over whether it is to be left without being asked
     * @throws TerminalGoneException if the terminal fails
     */
    public void show(FullScreenView view, BooleanSupplier over) {
        try (Stage opened = new Stage(terminal, theme, lastResort)) {
            stage = Optional.of(opened);
            loop(view, over, opened);
        } catch (IOException e) {
            throw new TerminalGoneException(e);
        } finally {
            stage = Optional.empty();
        }
    }

    /** Gives a text to the terminal's clipboard, while a view is shown. */
    public void copy(String text) {
        control(Clipboard.sequence(text, inTmux));
    }

    /** Asks the terminal to tell what the mouse does, or no longer to; leaving the view turns it off. */
    public void mouse(boolean on) {
        control(on ? Stage.MOUSE_ON : Stage.MOUSE_OFF);
    }

    private void control(String sequence) {
        if (stage.isPresent()) {
            try {
                stage.get().control(sequence);
            } catch (IOException e) {
                throw new TerminalGoneException(e);
            }
        }
    }

    private void loop(FullScreenView view, BooleanSupplier over, Stage opened) throws IOException {
        AtomicBoolean resized = new AtomicBoolean(true);
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.WINCH, signal -> resized.set(true));
        AtomicBoolean stopped = new AtomicBoolean();
        Terminal.SignalHandler outside = terminal.handle(Terminal.Signal.TSTP, signal -> stopped.set(true));
        try {
            KeyDecoder keys = new KeyDecoder(
                    terminal.reader(), () -> view.picture().caret().isPresent());
            boolean anew = true;
            while (!view.isClosed() && !keys.isEnded() && !over.getAsBoolean()) {
                // Not in the handler's thread: who reads keys while the terminal collects lines waits for a line, also
                // after fg.
                if (stopped.getAndSet(false)) {
                    opened.suspend(() -> Suspension.stop(terminal));
                    resized.set(true);
                }
                if (resized.getAndSet(false)) {
                    Size size = opened.measure();
                    view.resize(size.getColumns(), size.getRows());
                    anew = true;
                }
                view.tick();
                opened.paint(view.picture(), anew);
                anew = handleKeys(view, keys);
            }
        } finally {
            terminal.handle(Terminal.Signal.TSTP, outside);
            terminal.handle(Terminal.Signal.WINCH, before);
        }
    }

    /** Waits for a key, and takes those that came with it. Says whether the screen is to be drawn anew. */
    private static boolean handleKeys(FullScreenView view, KeyDecoder keys) throws IOException {
        boolean anew = false;
        Optional<ViewInput> input = keys.read(TICK_MILLIS);
        for (int taken = 1; input.isPresent(); taken++) {
            anew |= input.get().equals(ViewInput.Key.of(Code.REDRAW));
            view.handle(input.get());
            if (view.isClosed() || taken == MOST_TOGETHER) {
                break;
            }
            input = keys.read(TOGETHER_MILLIS);
        }
        return anew;
    }
}
