package dev.memcheck.run;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a statement answered, as far as it is compared with what it answers another time. The order of rows is not.
 *
 * @param error what the server said in place of a result; empty if there was one
 * @param isCutShort whether it ended for want of time or room, which a probe takes of its own
 * @param messages notices and warnings, as they came
 * @param rows how many rows or lines came, with the tags of the results
 * @param sum of the hashes of all rows
 * @param columns of the last result
 * @param shown the first rows
 */
record StatementAnswer(
        Optional<String> error,
        boolean isCutShort,
        List<String> messages,
        String rows,
        long sum,
        List<StatementResult.Column> columns,
        List<List<Optional<String>>> shown) {
    private static final int SHOWN_CHARS = 80;

    /** What is compared on its own. */
    enum Part {
        ERROR,
        RESULT,
        MESSAGES
    }

    StatementAnswer {
        messages = List.copyOf(messages);
        columns = List.copyOf(columns);
        shown = List.copyOf(shown);
    }

    boolean isSame(Part part, StatementAnswer other) {
        return switch (part) {
            case ERROR -> error.equals(other.error);
            case RESULT -> sum == other.sum && rows.equals(other.rows);
            case MESSAGES -> messages.equals(other.messages);
        };
    }

    /** Both values of a part that differs, this one's first: {@code column 2 ("b") of row 1 is 7 with poison, and 5 without}. */
    String versus(Part part, StatementAnswer other, String probe) {
        return switch (part) {
            case ERROR -> told("its error", said(error), said(other.error), probe);
            case RESULT -> result(other, probe);
            case MESSAGES ->
                IntStream.range(0, Math.max(messages.size(), other.messages.size()))
                        .filter(i -> !message(i).equals(other.message(i)))
                        .mapToObj(i -> told("message " + (i + 1), said(message(i)), said(other.message(i)), probe))
                        .findFirst()
                        .orElseThrow();
        };
    }

    private Optional<String> message(int place) {
        return place < messages.size() ? Optional.of(messages.get(place)) : Optional.empty();
    }

    private String result(StatementAnswer other, String probe) {
        if (!rows.equals(other.rows)) {
            return told("its result", rows, other.rows, probe);
        }
        for (int row = 0; row < Math.min(shown.size(), other.shown.size()); row++) {
            List<Optional<String>> mine = shown.get(row);
            List<Optional<String>> others = other.shown.get(row);
            for (int column = 0; column < Math.min(mine.size(), others.size()); column++) {
                if (!mine.get(column).equals(others.get(column))) {
                    return told(cell(row, column), value(mine.get(column)), value(others.get(column)), probe);
                }
            }
        }
        return "one of its rows differs with " + probe;
    }

    private String cell(int row, int column) {
        String name = column < columns.size() ? " (\"" + columns.get(column).name() + "\")" : "";
        return "column " + (column + 1) + name + " of row " + (row + 1);
    }

    private static String told(String what, String with, String without, String probe) {
        return what + " is " + with + " with " + probe + ", and " + without + " without it";
    }

    private static String said(Optional<String> text) {
        return text.map(one -> "\"" + brief(one) + "\"").orElse("none");
    }

    private static String value(Optional<String> cell) {
        return cell.map(text -> text.isEmpty() ? "empty" : brief(text)).orElse("NULL");
    }

    private static String brief(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }
}
