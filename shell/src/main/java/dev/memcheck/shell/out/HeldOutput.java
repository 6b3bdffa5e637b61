package dev.memcheck.shell.out;

import dev.memcheck.amount.AmountWords;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Output to the terminal that can be held back: what is printed while a view fills the screen is kept, and printed when the
 * view is left. If there is too much, only the end is kept. Safe for use by several threads.
 */
public final class HeldOutput extends Writer {
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Writer out;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private boolean holding;
    private int kept;
    private long dropped;

    public HeldOutput(Writer out) {
        this.out = out;
    }

    /** Keeps what is written from now on. */
    public void hold() {
        synchronized (lock) {
            holding = true;
        }
    }

    /** Writes what was kept, and lets through what comes. */
    public void release() throws IOException {
        synchronized (lock) {
            holding = false;
            if (dropped > 0) {
                out.write("(" + AmountWords.counted(dropped, "line") + " printed before this were not kept)\n");
            }
            for (String whole : lines) {
                out.write(whole);
            }
            out.write(line.toString());
            lines.clear();
            line.setLength(0);
            kept = 0;
            dropped = 0;
            out.flush();
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        synchronized (lock) {
            if (!holding) {
                out.write(characters, offset, length);
                return;
            }
            for (int at = offset; at < offset + length; at++) {
                line.append(characters[at]);
                if (characters[at] == '\n') {
                    keep();
                }
            }
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            if (!holding) {
                out.flush();
            }
        }
    }

    /** The terminal stays open. */
    @Override
    public void close() throws IOException {
        flush();
    }

    private void keep() {
        lines.addLast(line.toString());
        kept += line.length();
        line.setLength(0);
        while (kept > MOST_CHARACTERS && lines.size() > 1) {
            kept -= lines.removeFirst().length();
            dropped++;
        }
    }
}
