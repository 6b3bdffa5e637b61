package dev.memcheck.shell.screen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A terminal in memory with a screen that can be looked at. */
public final class EmulatedTerminal implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;

    private final LineDisciplineTerminal terminal;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ScreenTerminal screen;
    private int frames;
    private boolean writing;

    public EmulatedTerminal(int columns, int rows) throws IOException {
        screen = new ScreenTerminal(columns, rows);
        terminal = new LineDisciplineTerminal("test", "xterm-256color", new Shown(), StandardCharsets.UTF_8);
        terminal.setSize(new Size(columns, rows));
        Attributes attributes = terminal.getAttributes();
        attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        terminal.setAttributes(attributes);
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Presses keys. */
    public void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Gives the terminal another size, as a person does who drags a corner of the window. Not in the middle of a frame:
     * the emulator would stumble over what does not fit any more.
     */
    public void resize(int columns, int rows) {
        synchronized (this) {
            awaitTrue("the end of a frame", () -> !writing);
            screen.setSize(columns, rows);
        }
        terminal.setSize(new Size(columns, rows));
        terminal.raise(Terminal.Signal.WINCH);
    }

    /** What the screen shows, line by line without the blanks at their ends. */
    public synchronized List<String> lines() {
        return screen.toString().lines().map(String::stripTrailing).toList();
    }

    /** All bytes that were written so far, the control characters among them. */
    public synchronized String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** How many bytes were written so far. */
    public synchronized int bytes() {
        return written.size();
    }

    /** How often all that was written has been handed on. */
    public synchronized int frames() {
        return frames;
    }

    /** Waits until it was handed on so often. */
    public synchronized void awaitFrame(int number) {
        awaitTrue("frame " + number, () -> frames >= number);
    }

    private synchronized void awaitTrue(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("waited " + DEADLINE_SECONDS + " s for " + what + ", and the screen shows:\n"
                        + String.join("\n", lines()));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Waits until the screen is as wanted. */
    public void await(String what, Predicate<List<String>> condition) {
        awaitTrue(what, () -> condition.test(lines()));
    }

    /** Waits until a line of the screen holds a text. */
    public void await(String text) {
        await("\"" + text + "\"", lines -> lines.stream().anyMatch(line -> line.contains(text)));
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    /** Shows whole characters, however the bytes come. */
    private final class Shown extends OutputStream {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private byte[] begun = {};

        @Override
        public void flush() {
            synchronized (EmulatedTerminal.this) {
                frames++;
                writing = false;
                EmulatedTerminal.this.notifyAll();
            }
        }

        @Override
        public void write(int single) {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (EmulatedTerminal.this) {
                writing = true;
                written.write(bytes, offset, length);
                ByteBuffer in = ByteBuffer.allocate(begun.length + length)
                        .put(begun)
                        .put(bytes, offset, length)
                        .flip();
                CharBuffer out = CharBuffer.allocate(in.remaining());
                decoder.decode(in, out, false);
                begun = new byte[in.remaining()];
                in.get(begun);
                screen.write(out.flip());
            }
        }
    }
}
