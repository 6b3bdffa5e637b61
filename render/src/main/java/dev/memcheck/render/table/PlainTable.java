package dev.memcheck.render.table;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Results for programs: unaligned text, CSV and HTML, as psql prints them. A part of a large result is printed like all of it. */
final class PlainTable {
    private static final String CSV_END = "\\.";

    private final ResultFormat format;
    private final Consumer<String> lines;

    /** @param lines takes raw text of the server, line by line; a line may have line ends in it */
    PlainTable(ResultFormat format, Consumer<String> lines) {
        this.format = format;
        this.lines = lines;
    }

    /** @param first number of the first row, from 1 */
    void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        switch (format.kind()) {
            case UNALIGNED -> unaligned(columns, rows, first);
            case CSV -> csv(columns, rows, first);
            default -> html(columns, rows, first);
        }
    }

    /** What comes after all rows. */
    void end(long count) {
        boolean counts = format.counts() && !format.isExpanded();
        String counted = "(" + AmountWords.counted(count, "row") + ")";
        if (format.kind() == ResultFormat.Kind.HTML) {
            line("</table>");
            line(counts ? "<p>" + counted + "<br />\n</p>" : "");
        } else if (format.kind() == ResultFormat.Kind.UNALIGNED && counts) {
            line(counted);
        }
    }

    private void unaligned(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        String separator = format.fieldSeparator();
        List<String> headings =
                columns.stream().map(StatementResult.Column::name).toList();
        if (!format.isExpanded()) {
            across(headings, rows, first, separator, text -> text);
            return;
        }
        for (int row = 0; row < rows.size(); row++) {
            if (first + row > 1) {
                line("");
            }
            for (int column = 0; column < columns.size(); column++) {
                line(headings.get(column) + separator + text(rows.get(row).get(column)));
            }
        }
    }

    private void csv(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        List<String> headings =
                columns.stream().map(column -> csv(column.name())).toList();
        if (!format.isExpanded()) {
            across(headings, rows, first, format.csvSeparator(), this::csv);
            return;
        }
        for (List<Optional<String>> row : rows) {
            for (int column = 0; column < columns.size(); column++) {
                line(headings.get(column) + format.csvSeparator() + csv(text(row.get(column))));
            }
        }
    }

    private void across(
            List<String> headings,
            List<List<Optional<String>>> rows,
            long first,
            String separator,
            UnaryOperator<String> cell) {
        if (first == 1 && !format.tuplesOnly()) {
            line(String.join(separator, headings));
        }
        if (!headings.isEmpty()) {
            StringBuilder line = new StringBuilder();
            for (List<Optional<String>> row : rows) {
                line.setLength(0);
                for (int column = 0; column < row.size(); column++) {
                    line.append(column == 0 ? "" : separator).append(cell.apply(text(row.get(column))));
                }
                line(line.toString());
            }
        }
    }

    private String csv(String text) {
        boolean quotes = text.contains(format.csvSeparator())
                || text.indexOf('"') >= 0
                || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0
                || text.equals(CSV_END);
        return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private void html(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
        if (first == 1) {
            line("<table border=\"" + format.border() + "\">");
            if (!format.isExpanded() && !format.tuplesOnly()) {
                line("  <tr>");
                columns.forEach(column -> line("    <th align=\"center\">" + html(column.name()) + "</th>"));
                line("  </tr>");
            }
        }
        for (int row = 0; row < rows.size() && !columns.isEmpty(); row++) {
            if (format.isExpanded()) {
                line("");
                line(
                        format.tuplesOnly()
                                ? "  <tr><td colspan=\"2\">&nbsp;</td></tr>"
                                : "  <tr><td colspan=\"2\" align=\"center\">Record " + (first + row) + "</td></tr>");
                for (int column = 0; column < columns.size(); column++) {
                    line("  <tr valign=\"top\">");
                    line("    <th>" + html(columns.get(column).name()) + "</th>");
                    line(cell(columns.get(column), rows.get(row).get(column)));
                    line("  </tr>");
                }
            } else {
                line("  <tr valign=\"top\">");
                for (int column = 0; column < columns.size(); column++) {
                    line(cell(columns.get(column), rows.get(row).get(column)));
                }
                line("  </tr>");
            }
        }
    }

    private String cell(StatementResult.Column column, Optional<String> cell) {
        String text = text(cell);
        return "    <td align=\"" + (column.rightAligned() ? "right" : "left") + "\">"
                + (text.isBlank() ? "&nbsp; " : html(text)) + "</td>";
    }

    private static String html(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        boolean leading = true;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean kept = leading && c == ' ';
            leading = kept;
            html.append(
                    switch (c) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        case '"' -> "&quot;";
                        case '\n' -> "<br />\n";
                        case ' ' -> kept ? "&nbsp;" : " ";
                        default -> String.valueOf(c);
                    });
        }
        return html.toString();
    }

    private String text(Optional<String> cell) {
        return cell.orElse(format.nullText());
    }

    private void line(String text) {
        lines.accept(text);
    }
}
