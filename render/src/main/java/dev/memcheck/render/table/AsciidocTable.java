package dev.memcheck.render.table;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of AsciiDoc. */
final class AsciidocTable extends MarkupTable {
    private static final String EDGE = "|====";

    AsciidocTable(ResultFormat format, List<StatementResult.Column> columns, Consumer<String> lines) {
        super(format, columns, lines);
    }

    @Override
    void begin() {
        line("");
        title().ifPresent(title -> line("." + title));
        String across = IntStream.range(0, columns.size()).mapToObj(this::side).collect(Collectors.joining(","));
        String kinds = format.isExpanded()
                ? "cols=\"h,l\""
                : (heads() ? "options=\"header\"," : "") + "cols=\"" + across + "\"";
        String frame = switch (format.border()) {
            case 0 -> ",frame=\"none\",grid=\"none\"";
            case 1 -> ",frame=\"none\"";
            case 2 -> ",frame=\"all\",grid=\"all\"";
            default -> "";
        };
        line("[" + kinds + frame + "]");
        line(EDGE);
        if (!format.isExpanded() && heads()) {
            line(headings("^l|", "", " "));
        }
    }

    private String side(int column) {
        return isRight(column) ? ">l" : "<l";
    }

    @Override
    void row(List<Optional<String>> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            String text = text(row, column);
            boolean last = column == columns.size() - 1;
            line.append(column == 0 ? "|" : " |").append(isBlank(text) ? last ? "" : " " : escaped(text));
        }
        line(line.toString());
    }

    @Override
    void record(List<Optional<String>> row, long number) {
        line(heads() ? "2+^|Record " + number : "2+|");
        for (int column = 0; column < columns.size(); column++) {
            String text = text(row, column);
            line("<l|" + escaped(columns.get(column).name()) + " " + side(column) + "|"
                    + (isBlank(text) ? " " : escaped(text)));
        }
    }

    @Override
    void end(Optional<String> footer) {
        line(EDGE);
        footer.ifPresent(text -> line("\n....\n" + text + "\n...."));
    }

    @Override
    String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
