package dev.memcheck.render.table;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A table element. */
final class HtmlTable extends MarkupTable {
    HtmlTable(ResultFormat format, List<StatementResult.Column> columns, Consumer<String> lines) {
        super(format, columns, lines);
    }

    @Override
    void begin() {
        String attributes = format.look().attributes().map(text -> " " + text).orElse("");
        line("<table border=\"" + format.border() + "\"" + attributes + ">");
        title().ifPresent(title -> line("  <caption>" + escaped(title) + "</caption>"));
        if (!format.isExpanded() && heads()) {
            line("  <tr>");
            columns.forEach(column -> line("    <th align=\"center\">" + escaped(column.name()) + "</th>"));
            line("  </tr>");
        }
    }

    @Override
    void row(List<Optional<String>> row) {
        line("  <tr valign=\"top\">");
        for (int column = 0; column < columns.size(); column++) {
            line(cell(row, column));
        }
        line("  </tr>");
    }

    @Override
    void record(List<Optional<String>> row, long number) {
        line("");
        line(
                heads()
                        ? "  <tr><td colspan=\"2\" align=\"center\">Record " + number + "</td></tr>"
                        : "  <tr><td colspan=\"2\">&nbsp;</td></tr>");
        for (int column = 0; column < columns.size(); column++) {
            line("  <tr valign=\"top\">");
            line("    <th>" + escaped(columns.get(column).name()) + "</th>");
            line(cell(row, column));
            line("  </tr>");
        }
    }

    private String cell(List<Optional<String>> row, int column) {
        String text = text(row, column);
        return "    <td align=\"" + (isRight(column) ? "right" : "left") + "\">"
                + (isBlank(text) ? "&nbsp; " : escaped(text)) + "</td>";
    }

    @Override
    void end(Optional<String> footer) {
        line("</table>");
        line(footer.map(text -> "<p>" + text + "<br />\n</p>").orElse(""));
    }

    @Override
    String escaped(String text) {
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
}
