package dev.memcheck.render.table;

import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.ServerText;
import java.util.Arrays;

/**
 * The line of a statement that an error points into, cut to a readable width around the place, with a caret under it; as
 * psql shows it.
 */
final class ErrorExcerpt {
    /** Cells of the statement that are shown at most. */
    private static final int WIDTH = 60;

    /** So many cells after the place stay visible if the line goes on. */
    private static final int AFTER_PLACE = 10;

    private static final String CUT = "...";

    private final int lineNumber;
    private final int[] line;
    private final int place;
    private int from;
    private int to;

    /**
     * @param statement as it was sent
     * @param position 1-based code point; one past the end is the end
     */
    ErrorExcerpt(String statement, int position) {
        int[] codePoints = statement.codePoints().toArray();
        int target = Math.max(0, Math.min(position - 1, codePoints.length));
        int start = 0;
        int number = 1;
        for (int at = 0; at < target; at++) {
            boolean feed = codePoints[at] == '\n';
            boolean bareReturn = codePoints[at] == '\r' && (at + 1 == codePoints.length || codePoints[at + 1] != '\n');
            if (feed || bareReturn) {
                number++;
                start = at + 1;
            }
        }
        int end = target;
        while (end < codePoints.length && codePoints[end] != '\n' && codePoints[end] != '\r') {
            end++;
        }
        lineNumber = number;
        line = Arrays.copyOfRange(codePoints, start, end);
        place = target - start;
        from = 0;
        to = line.length;
        cut();
    }

    /** {@code LINE 3: ...select nosuch from t...}. */
    String text() {
        StringBuilder text = new StringBuilder(prefix());
        for (int at = from; at < to; at++) {
            text.append(ServerText.clean(Character.toString(line[at])));
        }
        return text.append(to < line.length ? CUT : "").toString();
    }

    /** Blanks and a caret. */
    String caret() {
        int column = CellWidth.of(prefix());
        for (int at = from; at < place; at++) {
            column += cells(at);
        }
        return " ".repeat(column) + "^";
    }

    private String prefix() {
        return "LINE " + lineNumber + ": " + (from > 0 ? CUT : "");
    }

    /** Each end is found by walking towards it once: a statement may be one line of many megabytes. */
    private void cut() {
        if (endWithin(0, WIDTH - AFTER_PLACE) >= place || endWithin(0, WIDTH) == line.length) {
            to = endWithin(0, WIDTH);
            return;
        }
        to = endWithin(place, AFTER_PLACE);
        from = beginWithin(to, WIDTH);
    }

    /** How far a piece of the line goes that begins here and takes at most so many cells. */
    private int endWithin(int begin, int cells) {
        int end = begin;
        for (int left = cells; end < line.length; end++) {
            left -= cells(end);
            if (left < 0) {
                break;
            }
        }
        return end;
    }

    /** Where a piece of the line begins that ends here and takes at most so many cells. */
    private int beginWithin(int end, int cells) {
        int begin = end;
        for (int left = cells; begin > 0; begin--) {
            left -= cells(begin - 1);
            if (left < 0) {
                break;
            }
        }
        return begin;
    }

    private int cells(int at) {
        return CellWidth.of(ServerText.clean(Character.toString(line[at])));
    }
}
