package dev.memcheck.shell.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Buffer;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.InfoCmp.Capability;

/**
 * A line editor that wipes out what it has drawn before it draws it for another width. JLine alone begins to draw where the cursor is, and
 * leaves a copy of all lines above it. Where those are depends on the terminal: most of them wrap what they show anew when the width
 * changes; the others leave each line in its row.
 */
final class ResizedReader extends LineReaderImpl {
    private final boolean wrapsAnew;

    ResizedReader(Terminal terminal, String name, Map<String, String> environment) {
        super(terminal, name, null);
        this.wrapsAnew = wrapsAnew(environment);
    }

    /** Of the terminals that leave each line in its row xterm and screen say who they are, and the others are known by their type. */
    private static boolean wrapsAnew(Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "");
        boolean multiplexed = environment.containsKey("TMUX");
        boolean old = type.startsWith("linux") || type.startsWith("vt") || type.startsWith("rxvt");
        return multiplexed || !(old || environment.containsKey("XTERM_VERSION") || environment.containsKey("STY"));
    }

    @Override
    protected synchronized void handleSignal(Signal signal) {
        if (signal == Signal.WINCH) {
            wipe(terminal.getBufferSize().getColumns(), terminal.getBufferSize().getRows());
        }
        super.handleSignal(signal);
    }

    private void wipe(int newColumns, int newRows) {
        lock.lock();
        try {
            int columns = wrapsAnew ? newColumns : size.getColumns();
            if (columns <= 0 || newColumns == size.getColumns() || size.getColumns() <= 0 || size.getRows() <= 1) {
                return;
            }
            int up = Math.min(rowsAbove(columns), Math.max(0, newRows - 1));
            terminal.puts(Capability.carriage_return);
            for (int row = 0; row < up; row++) {
                terminal.puts(Capability.cursor_up);
            }
            // tmux keeps in its history what is erased from the first place of the screen on.
            terminal.puts(Capability.clr_eol);
            terminal.puts(Capability.cursor_right);
            terminal.puts(Capability.clr_eos);
            terminal.puts(Capability.carriage_return);
        } finally {
            lock.unlock();
        }
    }

    /** How many rows of so many columns are between the first of the prompt and the cursor's. */
    private int rowsAbove(int columns) {
        List<AttributedString> prompts = new ArrayList<>();
        String[] shown = getDisplayedBufferWithPrompts(prompts).toString().split("\n", -1);
        Buffer buffer = getBuffer();
        String[] before = buffer.upToCursor().split("\n", -1);
        int line = before.length - 1;
        int rows = 0;
        for (int at = 0; at < line && at < shown.length; at++) {
            rows += Math.max(1, (widthOf(shown[at]) + columns - 1) / columns);
        }
        AttributedString lead =
                line == 0 ? prompt : line <= prompts.size() ? prompts.get(line - 1) : AttributedString.EMPTY;
        int column = widthOf(lead + before[line]);
        boolean atEnd = column > 0 && (line >= shown.length || widthOf(shown[line]) <= column);
        if (!atEnd) {
            return rows + column / columns;
        }
        // Behind a line that filled its last row the editor has begun another one. The terminal leaves the cursor in
        // the row it fills now.
        int wrapped = (column - 1) / columns;
        return rows + wrapped + (column % size.getColumns() == 0 ? 1 : 0);
    }

    private int widthOf(String text) {
        return new AttributedStringBuilder().tabs(getTabWidth()).append(text).columnLength();
    }
}
