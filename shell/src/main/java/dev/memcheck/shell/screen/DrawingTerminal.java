package dev.memcheck.shell.screen;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/**
 * Lanterna's pen on JLine's terminal. Reads nothing and asks the terminal nothing: JLine does. A frame is collected and
 * written at once, so that nobody sees half of it.
 */
final class DrawingTerminal extends ANSITerminal {
    private final Terminal terminal;
    private final GlyphTable glyphs;
    private final ByteArrayOutputStream frame;
    private int column;
    private int row;

    DrawingTerminal(Terminal terminal, GlyphTable glyphs) {
        this(terminal, glyphs, new ByteArrayOutputStream());
    }

    private DrawingTerminal(Terminal terminal, GlyphTable glyphs, ByteArrayOutputStream frame) {
        super(InputStream.nullInputStream(), frame, terminal.encoding());
        this.terminal = terminal;
        this.glyphs = glyphs;
        this.frame = frame;
    }

    /** Writes a sequence of control characters. */
    void control(String sequence) {
        frame.writeBytes(sequence.getBytes(getCharset()));
    }

    @Override
    protected TerminalSize findTerminalSize() {
        Size size = terminal.getSize();
        return new TerminalSize(Math.max(1, size.getColumns()), Math.max(1, size.getRows()));
    }

    @Override
    public void setCursorPosition(int x, int y) throws IOException {
        super.setCursorPosition(x, y);
        column = x;
        row = y;
    }

    @Override
    public void putString(String text) throws IOException {
        char drawn = text.charAt(0);
        column++;
        if (!GlyphTable.isPlace(drawn)) {
            control(text);
            return;
        }
        control(glyphs.write(drawn));
        if (drawn == GlyphTable.SECOND_CELL) {
            // Terminals disagree on how wide some characters are; the next one stands where it belongs all the same.
            super.setCursorPosition(column, row);
        }
    }

    @Override
    public KeyStroke pollInput() {
        return null;
    }

    @Override
    public KeyStroke readInput() {
        throw new UnsupportedOperationException("the keys are JLine's");
    }

    @Override
    public void flush() throws IOException {
        frame.writeTo(terminal.output());
        frame.reset();
        terminal.output().flush();
    }
}
