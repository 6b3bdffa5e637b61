package dev.memcheck.shell.screen;

import com.googlecode.lanterna.screen.TerminalScreen;
import dev.memcheck.render.text.Theme;
import dev.memcheck.render.view.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.locks.LockSupport;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal while a view has it: keys come raw, Ctrl-C among them, and the alternate screen is shown. Ends once, be it
 * that the view is left or that the process is told to end.
 */
final class Stage implements AutoCloseable {
    static final String MOUSE_ON = "\u001b[?1000h\u001b[?1006h";
    static final String MOUSE_OFF = "\u001b[?1006l\u001b[?1000l";
    private static final String PASTE_ON = "\u001b[?2004h";
    private static final String PASTE_OFF = "\u001b[?2004l";

    /** tmux keeps rows of an alternate screen that was resized, unless it is empty when it is left. */
    private static final String CLEAR = MOUSE_OFF + PASTE_OFF + "\u001b[0m\u001b[2J";

    private static final String CLEAR_AND_LEAVE = CLEAR + "\u001b[?25h\u001b[?1049l";

    /** No key sends this signal. */
    private static final int NO_KEY = 0;

    private final Terminal terminal;
    private final PrintWriter lastResort;
    private final Attributes before;
    private final DrawingTerminal pen;
    private final TerminalScreen screen;
    private final Painter painter;
    private final Thread atShutdown = new Thread(this::endWithProcess, "memcheck-restore-terminal");
    private boolean ended;

    /** @param lastResort the way to the terminal while JLine closes it, which it does when the process ends */
    Stage(Terminal terminal, Theme theme, PrintWriter lastResort) throws IOException {
        this.terminal = terminal;
        this.lastResort = lastResort;
        GlyphTable glyphs = new GlyphTable();
        pen = new DrawingTerminal(terminal, glyphs);
        screen = new TerminalScreen(pen);
        painter = new Painter(screen, new CellStyles(theme, colors(terminal)), glyphs);
        terminal.writer().flush();
        before = terminal.enterRawMode();
        Runtime.getRuntime().addShutdownHook(atShutdown);
        try {
            begin();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin() throws IOException {
        Attributes raw = terminal.getAttributes();
        // Of the keys that send signals only Ctrl-Z does: the others are the view's.
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, true);
        raw.setControlChar(ControlChar.VINTR, NO_KEY);
        raw.setControlChar(ControlChar.VQUIT, NO_KEY);
        terminal.setAttributes(raw);
        pen.control(PASTE_ON);
        screen.startScreen();
    }

    /**
     * Gives the terminal back until the process is continued, unless it was given back for good. The picture is to be painted
     * anew after it; whether the mouse is told of is for the view to say.
     */
    synchronized void suspend(Runnable stop) throws IOException {
        if (ended) {
            return;
        }
        Attributes inside = terminal.getAttributes();
        pen.control(CLEAR);
        screen.stopScreen();
        terminal.setAttributes(before);
        stop.run();
        terminal.setAttributes(inside);
        begin();
    }

    /** The size of the terminal now, which the next picture has. */
    Size measure() throws IOException {
        pen.getTerminalSize();
        return terminal.getSize();
    }

    /** Paints a picture, unless the terminal has been given back. */
    synchronized void paint(Picture picture, boolean anew) throws IOException {
        if (!ended) {
            painter.paint(picture, anew);
        }
    }

    /** Sends control characters, unless the terminal has been given back. */
    synchronized void control(String sequence) throws IOException {
        if (!ended) {
            pen.control(sequence);
            pen.flush();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException processEnds) {
            // The prompt must not come back on a screen that was given back already.
            waitForever();
        }
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            pen.control(CLEAR);
            // Who sees the prompt's screen may press Ctrl-C at once, and it is a signal again by then.
            terminal.setAttributes(before);
            screen.stopScreen();
        } catch (IOException | IllegalStateException closedByProcessEnd) {
            leaveWithoutTerminal();
        }
    }

    /**
     * JLine closes the terminal at the same time, and sets its attributes. Two threads at its output would write some of it
     * twice.
     */
    private synchronized void endWithProcess() {
        if (!ended) {
            ended = true;
            leaveWithoutTerminal();
        }
    }

    private void leaveWithoutTerminal() {
        lastResort.print(CLEAR_AND_LEAVE);
        lastResort.flush();
    }

    private static void waitForever() {
        while (true) {
            LockSupport.park();
        }
    }

    private static int colors(Terminal terminal) {
        Integer colors = terminal.getNumericCapability(Capability.max_colors);
        return colors == null ? 0 : colors;
    }
}
