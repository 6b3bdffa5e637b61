package dev.memcheck.render.table;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A table of troff with the macros of ms. */
final class TroffTable extends MarkupTable {
    private static final String NEW_FORM = ".T&";

    TroffTable(ResultFormat format, List<StatementResult.Column> columns, Consumer<String> lines) {
        super(format, columns, lines);
    }

    @Override
    void begin() {
        title().ifPresent(title -> line(".LP\n.DS C\n" + escaped(title) + "\n.DE"));
        line(".LP\n.TS\ncenter" + (format.border() >= 2 ? " box;" : ";"));
        if (!format.isExpanded()) {
            line(columns.stream()
                            .map(column -> column.rightAligned() ? "r" : "l")
                            .collect(Collectors.joining(format.border() > 0 ? " | " : ""))
                    + ".");
            if (heads()) {
                line(headings("\\fI", "\\fP", "\t") + "\n_");
            }
        } else if (!heads()) {
            line("c l;");
        }
    }

    @Override
    void row(List<Optional<String>> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            line.append(column == 0 ? "" : "\t").append(escaped(text(row, column)));
        }
        line(line.toString());
    }

    /** The line with the number has another form than those of the columns. */
    @Override
    void record(List<Optional<String>> row, long number) {
        if (heads()) {
            line((number == 1 ? "" : (format.border() >= 2 ? "_\n" : "") + NEW_FORM + "\n") + "c s.\n\\fIRecord "
                    + number + "\\fP");
        }
        if (format.border() >= 1) {
            line("_");
        }
        if (heads()) {
            line(NEW_FORM + (format.border() == 1 ? "\nc | l." : "\nc l."));
        }
        for (int column = 0; column < columns.size(); column++) {
            line(escaped(columns.get(column).name()) + "\t" + escaped(text(row, column)));
        }
    }

    @Override
    void end(Optional<String> footer) {
        line(".TE\n.DS L");
        footer.ifPresent(text -> line(escaped(text)));
        line(".DE");
    }

    @Override
    String escaped(String text) {
        return text.replace("\\", "\\(rs");
    }
}
