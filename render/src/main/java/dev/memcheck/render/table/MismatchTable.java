package dev.memcheck.render.table;

import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What was expected and what was found, side by side, one line for each aspect; a mark where they differ. */
public final class MismatchTable {
    private static final String INDENT = "  ";
    private static final String DIFFERS = "! ";
    private static final int GAP = 2;

    /** Wider cells push what follows them out of line rather than the whole table. */
    private static final int WIDEST = 48;

    private MismatchTable() {}

    public static List<StyledLine> lines(Mismatch mismatch) {
        List<Mismatch.Side> sides = mismatch.sides();
        int aspects = width(sides, Mismatch.Side::aspect, "");
        int expected = width(sides, Mismatch.Side::expected, "expected");
        int foundAt = INDENT.length() + DIFFERS.length() + aspects + expected;
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.builder()
                .padTo(INDENT.length() + DIFFERS.length() + aspects)
                .add("expected", Style.HEADING)
                .padTo(foundAt)
                .add("found", Style.HEADING)
                .line());
        for (Mismatch.Side side : sides) {
            lines.add(StyledLine.builder()
                    .add(INDENT)
                    .add(side.holds() ? " ".repeat(DIFFERS.length()) : DIFFERS, Style.ERROR)
                    .add(ServerText.clean(side.aspect()), Style.DIM)
                    .padTo(INDENT.length() + DIFFERS.length() + aspects)
                    .add(ServerText.clean(side.expected()) + " ".repeat(GAP))
                    .padTo(foundAt)
                    .add(ServerText.clean(side.found()), side.holds() ? Style.PLAIN : Style.ERROR)
                    .line());
        }
        return lines;
    }

    private static int width(List<Mismatch.Side> sides, Function<Mismatch.Side, String> cell, String heading) {
        int widest = sides.stream()
                .mapToInt(side -> CellWidth.of(ServerText.clean(cell.apply(side))))
                .filter(width -> width <= WIDEST)
                .max()
                .orElse(0);
        return Math.max(widest, heading.length()) + GAP;
    }
}
