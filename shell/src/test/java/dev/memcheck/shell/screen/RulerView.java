package dev.memcheck.shell.screen;

import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.view.FullScreenView;
import dev.memcheck.render.view.Picture;
import dev.memcheck.render.view.ViewInput;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A view of numbered lines as wide as the screen, with a cursor; q leaves it, and / shows a caret. */
final class RulerView implements FullScreenView {
    private final List<StyledLine> extra;
    private final List<ViewInput> handled = new ArrayList<>();
    private int columns;
    private int rows;
    private int cursor;
    private boolean typing;
    private boolean closed;

    RulerView(StyledLine... extra) {
        this.extra = List.of(extra);
    }

    synchronized List<ViewInput> handled() {
        return List.copyOf(handled);
    }

    @Override
    public void resize(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
    }

    @Override
    public synchronized void handle(ViewInput input) {
        handled.add(input);
        if (input.equals(Key.of('q'))) {
            closed = true;
        } else if (input.equals(Key.of('/'))) {
            typing = true;
        } else if (input.equals(Key.of(Code.DOWN))) {
            cursor++;
        }
    }

    @Override
    public void tick() {
        // Nothing happens here by itself.
    }

    @Override
    public Picture picture() {
        List<StyledLine> lines = new ArrayList<>(extra);
        for (int row = lines.size(); row < rows; row++) {
            String number = "row " + row + " ";
            lines.add(StyledLine.builder()
                    .add(number, Style.LEAKED)
                    .add("-".repeat(Math.max(0, columns - number.length() - 1)) + "|", Style.DIM)
                    .line());
        }
        Optional<Picture.Caret> caret = typing ? Optional.of(new Picture.Caret(1, 2)) : Optional.empty();
        return new Picture(lines.subList(0, rows), caret, cursor, columns / 2);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
