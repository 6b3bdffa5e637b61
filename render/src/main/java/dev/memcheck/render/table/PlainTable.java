package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Results for programs: unaligned text, CSV and markup, as psql prints them. A part of a large result is printed like all of it. */
final class PlainTable {
    private static final String CSV_END = "\\.";
    private static final String LINE_END = "\n";

    private final ResultFormat format;
    private final Consumer<String> lines;
    private final Consumer<String> text;

    /**
     * @param lines takes raw text of the server, line by line; a line may have line ends in it
     * @param text takes such text that is part of a line
     */
    PlainTable(ResultFormat format, Consumer<String> lines, Consumer<String> text) {
        this.format = format;
        this.lines = lines;
        this.text = text;
    }

    /** @param first number of the first row, from 1 */
    void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        switch (format.kind()) {
            case UNALIGNED -> unaligned(columns, rows, first);
            case CSV -> csv(columns, rows, first);
            default -> markup(columns).rows(rows, first);
        }
    }

    /** What comes after all rows. */
    void end(List<StatementResult.Column> columns, long count) {
        boolean counts = format.counts() && !format.isExpanded();
        String counted = "(" + AmountWords.counted(count, "row") + ")";
        if (format.kind() == ResultFormat.Kind.UNALIGNED) {
            if (isByLines()) {
                if (counts) {
                    lines.accept(counted);
                }
            } else if (count > 0 || !format.tuplesOnly()) {
                String separator = format.recordSeparator();
                text.accept((counts ? separator + counted : "") + (separator.equals("\0") ? separator : LINE_END));
            }
        } else if (format.kind() != ResultFormat.Kind.CSV) {
            markup(columns).end(counts ? Optional.of(counted) : Optional.empty());
        }
    }

    private MarkupTable markup(List<StatementResult.Column> columns) {
        return switch (format.kind()) {
            case ASCIIDOC -> new AsciidocTable(format, columns, lines);
            case LATEX, LATEX_LONGTABLE -> new LatexTable(format, columns, lines);
            case TROFF_MS -> new TroffTable(format, columns, lines);
            default -> new HtmlTable(format, columns, lines);
        };
    }

    private boolean isByLines() {
        return format.recordSeparator().equals(LINE_END);
    }

    /** The next record of unaligned output; whatever is the separator, a line ends the last. */
    private void record(boolean begins, String separator, String record) {
        if (isByLines()) {
            lines.accept(record);
        } else {
            text.accept((begins ? "" : separator) + record);
        }
    }

    private void unaligned(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        String separator = format.fieldSeparator();
        List<String> headings =
                columns.stream().map(StatementResult.Column::name).toList();
        boolean begins = first == 1;
        Optional<String> title = format.look().title().filter(any -> !format.tuplesOnly());
        if (begins && title.isPresent()) {
            record(true, "", title.get());
            begins = false;
        }
        if (!format.isExpanded()) {
            if (first == 1 && !format.tuplesOnly()) {
                record(begins, format.recordSeparator(), String.join(separator, headings));
                begins = false;
            }
            for (List<Optional<String>> row : rows) {
                if (!headings.isEmpty()) {
                    record(begins, format.recordSeparator(), across(columns, row, separator, cell -> cell));
                    begins = false;
                }
            }
            return;
        }
        for (List<Optional<String>> row : rows) {
            for (int column = 0; column < columns.size(); column++) {
                if (column == 0 && !begins && isByLines()) {
                    lines.accept("");
                }
                String twice = column == 0 ? format.recordSeparator().repeat(2) : format.recordSeparator();
                String cell = ResultCells.text(columns.get(column), row.get(column), format);
                record(begins, twice, headings.get(column) + separator + cell);
                begins = false;
            }
        }
    }

    private void csv(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        List<String> headings =
                columns.stream().map(column -> csv(column.name())).toList();
        if (!format.isExpanded()) {
            if (first == 1 && !format.tuplesOnly()) {
                lines.accept(String.join(format.csvSeparator(), headings));
            }
            for (List<Optional<String>> row : rows) {
                if (!headings.isEmpty()) {
                    lines.accept(across(columns, row, format.csvSeparator(), this::csv));
                }
            }
            return;
        }
        for (List<Optional<String>> row : rows) {
            for (int column = 0; column < columns.size(); column++) {
                String cell = ResultCells.text(columns.get(column), row.get(column), format);
                lines.accept(headings.get(column) + format.csvSeparator() + csv(cell));
            }
        }
    }

    private String across(
            List<StatementResult.Column> columns,
            List<Optional<String>> row,
            String separator,
            UnaryOperator<String> escaped) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = ResultCells.text(columns.get(column), row.get(column), format);
            line.append(column == 0 ? "" : separator).append(escaped.apply(cell));
        }
        return line.toString();
    }

    private String csv(String text) {
        boolean quotes = text.contains(format.csvSeparator())
                || text.indexOf('"') >= 0
                || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0
                || text.equals(CSV_END)
                || CSV_END.contains(format.csvSeparator());
        return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
