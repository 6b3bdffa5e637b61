package dev.memcheck.render.table;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Results in the words of another program, which makes pages of them. */
abstract class MarkupTable {
    final ResultFormat format;
    final List<StatementResult.Column> columns;
    private final Consumer<String> lines;

    MarkupTable(ResultFormat format, List<StatementResult.Column> columns, Consumer<String> lines) {
        this.format = format;
        this.columns = columns;
        this.lines = lines;
    }

    /** @param first number of the first row, from 1 */
    final void rows(List<List<Optional<String>>> rows, long first) {
        if (first == 1) {
            begin();
        }
        for (int row = 0; row < rows.size() && !columns.isEmpty(); row++) {
            if (format.isExpanded()) {
                record(rows.get(row), first + row);
            } else {
                row(rows.get(row));
            }
        }
    }

    /** What stands before the first row. */
    abstract void begin();

    /** A row in the usual form. */
    abstract void row(List<Optional<String>> row);

    /** A row with a line for each column. */
    abstract void record(List<Optional<String>> row, long number);

    /** What stands after the last row. */
    abstract void end(Optional<String> footer);

    /** Text as the other program takes it. */
    abstract String escaped(String text);

    final void line(String text) {
        lines.accept(text);
    }

    /** What is above the table, if it has a title. */
    final Optional<String> title() {
        return format.look().title().filter(any -> !format.tuplesOnly());
    }

    final boolean heads() {
        return !format.tuplesOnly();
    }

    final String text(List<Optional<String>> row, int column) {
        return ResultCells.text(columns.get(column), row.get(column), format);
    }

    final boolean isRight(int column) {
        return columns.get(column).rightAligned();
    }

    final String headings(String before, String after, String between) {
        return columns.stream()
                .map(column -> before + escaped(column.name()) + after)
                .collect(Collectors.joining(between));
    }

    /** Whether a cell shows nothing. */
    static boolean isBlank(String text) {
        return text.chars().allMatch(c -> c == ' ' || c == '\t');
    }
}
