package dev.memcheck.shell.screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.Signals;

/**
 * The first prompt, drawn before there is a line editor. The terminal no longer echoes then, and keeps each key until the editor
 * takes over; that draws the same prompt over this one, and behind it what was typed. Ctrl-C gives up what was typed until then.
 *
 * <p>However the process ends, the terminal is as it was found: until the editor's terminal sees to that, a hook of this one does.
 */
public final class FirstPrompt implements AutoCloseable {
    private static final String INTERRUPT = "INT";

    /** No key sends this signal. */
    private static final int NO_KEY = 0;

    private final Pty pty;
    private final Attributes found;
    private final PrintWriter out;
    private final String prompt;
    private final Thread restorer = new Restorer();
    private Object interruptedBefore;
    private boolean open = true;

    private FirstPrompt(Pty pty, Attributes found, PrintWriter out, String prompt) {
        this.pty = pty;
        this.found = found;
        this.out = out;
        this.prompt = prompt;
    }

    /** No lambda, since linking the first takes as long as all else before the prompt. */
    private final class Restorer extends Thread {
        Restorer() {
            super("memcheck-restore");
        }

        @Override
        public void run() {
            restore();
        }
    }

    /**
     * Draws it.
     *
     * @param greeting a line before it
     * @return empty if this terminal is none to draw on at once
     */
    public static Optional<FirstPrompt> draw(PrintWriter out, String greeting, String prompt) {
        FirstPrompt first = null;
        try {
            Pty pty = new JniTerminalProvider().current(SystemStream.Output);
            first = new FirstPrompt(pty, pty.getAttr(), out, prompt);
            first.draw(greeting);
            return Optional.of(first);
        } catch (IOException | RuntimeException | LinkageError noSuchTerminal) {
            // The line editor finds out what can be done, and finds all as it was.
            if (first != null) {
                first.close();
            }
            return Optional.empty();
        }
    }

    /** From the first moment at which somebody sees a prompt, Ctrl-C does not end the program. */
    private synchronized void draw(String greeting) throws IOException {
        Runtime.getRuntime().addShutdownHook(restorer);
        interruptedBefore = Signals.register(INTERRUPT, this::again);
        pty.setAttr(raw(found));
        out.print(greeting + "\n" + prompt);
        out.flush();
    }

    /** As the line editor has it, so that nothing changes when it comes. Only Ctrl-Z waits for it, which gives the terminal back. */
    private static Attributes raw(Attributes found) {
        Attributes raw = new Attributes(found);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, 0);
        raw.setControlChar(ControlChar.VTIME, 1);
        raw.setControlChar(ControlChar.VSUSP, NO_KEY);
        return raw;
    }

    /** The line editor's terminal. The first line that is read from it is read at this prompt. */
    Terminal terminal(String name, String type, Charset charset) throws IOException {
        // One handler follows the other, so that there is no instant in which Ctrl-C ends the program. All signals get
        // it at first.
        Terminal terminal =
                new PosixSysTerminal(name, type, new FoundPty(pty, found), charset, true, this::interruptedAlso);
        for (Terminal.Signal signal : Terminal.Signal.values()) {
            if (signal != Terminal.Signal.INT) {
                terminal.handle(signal, Terminal.SignalHandler.SIG_DFL);
            }
        }
        return terminal;
    }

    /** The line editor draws next. */
    public synchronized void handOver() {
        if (open) {
            out.print("\r");
            leave();
        }
    }

    /** Ctrl-C is what it was. If no line editor came, the prompt goes, and the terminal is as it was found. */
    @Override
    public synchronized void close() {
        Signals.unregister(INTERRUPT, interruptedBefore);
        if (open) {
            out.print("\r" + " ".repeat(prompt.length()) + "\r");
            restore();
            leave();
        }
    }

    private void leave() {
        open = false;
        out.flush();
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException endingAlready) {
            // Then it does its work now.
        }
    }

    private void restore() {
        try {
            pty.setAttr(found);
        } catch (IOException gone) {
            // Then nobody types there any more.
        }
    }

    private void interruptedAlso(Terminal.Signal signal) {
        if (signal == Terminal.Signal.INT) {
            again();
        }
    }

    private synchronized void again() {
        if (open) {
            out.print("\n" + prompt);
            out.flush();
        }
    }
}
