package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** A list over the tree, of which a line may be chosen. Makes only the lines that are seen. */
final class ListPopup {
    private static final int TITLE_ROWS = 1;

    private final String title;
    private final int size;
    private final IntFunction<StyledLine> line;
    private final IntConsumer chosen;
    private int selected;
    private int top;
    private int height = 1;

    /**
     * @param line the line with a number from 0
     * @param selected which one to begin with
     * @param chosen told the one that is chosen
     */
    ListPopup(String title, int size, IntFunction<StyledLine> line, int selected, IntConsumer chosen) {
        this.title = title;
        this.size = size;
        this.line = line;
        this.selected = Math.max(0, Math.min(size - 1, selected));
        this.chosen = chosen;
    }

    /** Moves the selection, if the action is a motion. */
    void move(ViewAction action) {
        action.moved(selected, height, size - 1).ifPresent(this::select);
    }

    void choose() {
        if (size > 0) {
            chosen.accept(selected);
        }
    }

    /** Rows that it would like to have. */
    int wantedRows() {
        return TITLE_ROWS + Math.max(1, size);
    }

    /** Its title and as many lines as there is room for, the selected one among them. */
    List<StyledLine> lines(int columns, int rows, Glyphs glyphs) {
        height = Math.max(1, rows - TITLE_ROWS);
        top = Math.max(0, Math.min(top, size - height));
        top = Math.max(selected - height + 1, Math.min(selected, top));
        List<StyledLine> lines = new ArrayList<>();
        lines.add(Rule.titled(title + (size > height ? "  " + (selected + 1) + "/" + size : ""), columns, glyphs));
        for (int number = top; number < Math.min(size, top + height); number++) {
            lines.add(
                    StyledLine.builder().add(" ").add(line.apply(number)).line().clip(columns, glyphs.ellipsis()));
        }
        if (size == 0) {
            lines.add(StyledLine.of(" nothing", Style.DIM).clip(columns, glyphs.ellipsis()));
        }
        return lines.subList(0, Math.min(rows, lines.size()));
    }

    /** Which of the lines drawn last is the selected one; -1 if there is none. */
    int selectedLine() {
        return size == 0 ? -1 : TITLE_ROWS + selected - top;
    }

    private void select(int number) {
        selected = Math.max(0, Math.min(size - 1, number));
    }
}
