package dev.memcheck.render.table;

import dev.memcheck.sql.StatementResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A table of LaTeX, or a long one, which goes on over pages. */
final class LatexTable extends MarkupTable {
    private static final Map<Character, String> SIGNS = Map.ofEntries(
            Map.entry('#', "\\#"),
            Map.entry('$', "\\$"),
            Map.entry('%', "\\%"),
            Map.entry('&', "\\&"),
            Map.entry('<', "\\textless{}"),
            Map.entry('>', "\\textgreater{}"),
            Map.entry('\\', "\\textbackslash{}"),
            Map.entry('^', "\\^{}"),
            Map.entry('_', "\\_"),
            Map.entry('{', "\\{"),
            Map.entry('|', "\\textbar{}"),
            Map.entry('}', "\\}"),
            Map.entry('~', "\\~{}"),
            Map.entry('\n', "\\\\"));

    private static final String ROW_END = " \\\\";
    private static final String LINE = "\\hline";

    private final int border;

    LatexTable(ResultFormat format, List<StatementResult.Column> columns, Consumer<String> lines) {
        super(format, columns, lines);
        border = Math.min(format.border(), format.isExpanded() ? 2 : 3);
    }

    /** A long table has no form of its own with a line for each column. */
    private boolean isLong() {
        return format.kind() == ResultFormat.Kind.LATEX_LONGTABLE && !format.isExpanded();
    }

    @Override
    void begin() {
        if (isLong()) {
            beginLong();
            return;
        }
        title().ifPresent(title -> line("\\begin{center}\n" + escaped(title) + "\n\\end{center}\n"));
        if (format.isExpanded()) {
            line("\\begin{tabular}{" + (border == 0 ? "cl" : border == 1 ? "c|l" : "|c|l|") + "}");
            return;
        }
        line("\\begin{tabular}{" + sides(false) + "}");
        if (heads()) {
            if (border >= 2) {
                line(LINE);
            }
            line(headings("\\textit{", "}", " & ") + ROW_END);
            line(LINE);
        }
    }

    private String sides(boolean withWidths) {
        String[] widths = format.look().attributes().orElse("").strip().split("\\s+");
        boolean given = withWidths && !widths[0].isEmpty();
        StringBuilder sides = new StringBuilder(border >= 2 ? "| " : "");
        int next = 0;
        for (int column = 0; column < columns.size(); column++) {
            sides.append(column > 0 && border > 0 ? " | " : "");
            if (given && !isRight(column)) {
                sides.append("p{")
                        .append(widths[Math.min(next++, widths.length - 1)])
                        .append("\\textwidth}");
            } else {
                sides.append(isRight(column) ? 'r' : 'l');
            }
        }
        return sides + (border >= 2 ? " |" : "");
    }

    private void beginLong() {
        line("\\begin{longtable}{" + sides(true) + "}");
        if (!heads()) {
            return;
        }
        String names =
                (border >= 2 ? "\\toprule\n" : "") + headings("\\small\\textbf{\\textit{", "}}", " & ") + ROW_END;
        line(names + "\n\\midrule\n\\endfirsthead");
        line(names + (border == 3 ? "" : "\n\\midrule") + "\n\\endhead");
        if (title().isPresent()) {
            String title = escaped(title().get());
            String rule = border == 2 ? "\\bottomrule\n" : "";
            line(rule + "\\caption[" + title + " (Continued)]{" + title + "}\n\\endfoot");
            line(rule + "\\caption[" + title + "]{" + title + "}\n\\endlastfoot");
        } else if (border >= 2) {
            line("\\bottomrule\n\\endfoot\n\\bottomrule\n\\endlastfoot");
        }
    }

    @Override
    void row(List<Optional<String>> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            String text = escaped(text(row, column));
            line.append(column == 0 ? "" : isLong() ? "\n&\n" : " & ");
            line.append(isLong() ? "\\raggedright{" + text + "}" : text);
        }
        line(line + (isLong() ? " \\tabularnewline" : ROW_END));
        if (border == 3) {
            line(isLong() ? " " + LINE : LINE);
        }
    }

    @Override
    void record(List<Optional<String>> row, long number) {
        if (heads()) {
            line((border == 2 ? LINE + "\n\\multicolumn{2}{|c|}" : "\\multicolumn{2}{c}") + "{\\textit{Record " + number
                    + "}}" + ROW_END);
        }
        if (border >= 1) {
            line(LINE);
        }
        for (int column = 0; column < columns.size(); column++) {
            line(escaped(columns.get(column).name()) + " & " + escaped(text(row, column)) + ROW_END);
        }
    }

    @Override
    void end(Optional<String> footer) {
        if (isLong()) {
            line("\\end{longtable}");
            return;
        }
        if (border == 2) {
            line(LINE);
        }
        line("\\end{tabular}\n\n\\noindent "
                + footer.map(text -> escaped(text) + ROW_END + "\n").orElse(""));
    }

    @Override
    String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int at = 0; at < text.length(); at++) {
            out.append(SIGNS.getOrDefault(text.charAt(at), String.valueOf(text.charAt(at))));
        }
        return out.toString();
    }
}
