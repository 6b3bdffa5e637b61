package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.finding.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where retained bytes came from: nested lists, each function as wide as the bytes below it, the outermost on top; and the
 * same as a table by function, which can be read where the boxes are too narrow.
 */
final class HtmlFlameGraph {
    private static final String SERVER = " (postgres)";
    private static final String MAIN = "main" + SERVER;
    private static final int MOST_BARS = 12;

    private HtmlFlameGraph() {}

    static void write(List<Finding> findings, Writer out) throws IOException {
        Box all = new Box();
        Box whole = new Box();
        Stacks.retainedBytes(findings).forEach((path, bytes) -> {
            List<String> shown = withoutServer(path);
            all.add(shown.isEmpty() ? path : shown, bytes);
            whole.add(path, bytes);
        });
        out.write("<section id=\"flame\">\n<h2>Retained bytes</h2>\n");
        if (all.bytes == 0) {
            out.write("<p>No finding holds any.</p>\n</section>\n");
            return;
        }
        bars(SiteTotals.of(findings), out);
        out.write(
                "<p>By call stack without the server's frames, outermost function on top, a color for each library; a click on"
                        + " a function widens it, one on the top widens all.</p>\n<ul class=\"flame\">\n");
        box("all", all, all.bytes, out);
        out.write(
                "</ul>\n<details class=\"totals\">\n<summary>with the server's frames</summary>\n<ul class=\"flame\">\n");
        box("all", whole, whole.bytes, out);
        out.write("</ul>\n</details>\n");
        out.write("<details class=\"totals\">\n<summary>by function</summary>\n<pre>");
        StringWriter totals = new StringWriter();
        TotalsReport.table(SiteTotals.of(findings), totals);
        for (String line : totals.toString().lines().toList()) {
            out.write("<span class=\"row\">" + HtmlText.escape(line) + "</span>\n");
        }
        out.write("</pre>\n</details>\n</section>\n");
    }

    /** A bar for each of the functions that hold most. */
    private static void bars(SiteTotals totals, Writer out) throws IOException {
        out.write("<ul class=\"bars\">\n");
        for (SiteTotals.Row row : totals.functions().stream()
                .filter(row -> row.flat() > 0)
                .limit(MOST_BARS)
                .toList()) {
            out.write("<li class=\"row\"><span class=\"fill\" style=\"--hue:" + hue(row.name()) + ";width:"
                    + String.format(Locale.ROOT, "%.1f%%", 100.0 * row.flat() / totals.total()) + "\"></span>"
                    + HtmlText.escape(AmountWords.bytes(row.flat()) + "  " + row.name()) + "</li>\n");
        }
        out.write("</ul>\n");
    }

    /** What is not the server's, nor what started the process around it. */
    private static List<String> withoutServer(List<String> path) {
        int main = path.indexOf(MAIN);
        return path.subList(main + 1, path.size()).stream()
                .filter(function -> !function.endsWith(SERVER))
                .toList();
    }

    private static void box(String name, Box box, long whole, Writer out) throws IOException {
        String label = name + ": " + AmountWords.bytes(box.bytes) + ", "
                + String.format(Locale.ROOT, "%.1f%%", 100.0 * box.bytes / whole);
        out.write("<li style=\"flex-grow:" + box.bytes + "\"><button class=\"box row\" style=\"--hue:" + hue(name)
                + "\" title=\"" + HtmlText.escape(label) + "\">" + HtmlText.escape(label) + "</button>");
        if (!box.inner.isEmpty()) {
            out.write("\n<ul>\n");
            long rest = box.bytes;
            for (Map.Entry<String, Box> inner : box.inner.entrySet()) {
                box(inner.getKey(), inner.getValue(), whole, out);
                rest -= inner.getValue().bytes;
            }
            if (rest > 0) {
                out.write("<li class=\"rest\" style=\"flex-grow:" + rest + "\"></li>\n");
            }
            out.write("</ul>\n");
        }
        out.write("</li>\n");
    }

    /** The same color for all functions of a library: what stands in the last parentheses, or else the name itself. */
    private static int hue(String name) {
        int library = name.lastIndexOf('(');
        return Math.floorMod((library < 0 ? name : name.substring(library)).hashCode() * 37, 360);
    }

    /** Bytes of a function on one path, and of those that it called. */
    private static final class Box {
        private final Map<String, Box> inner = new LinkedHashMap<>();
        private long bytes;

        void add(List<String> path, long more) {
            bytes += more;
            if (!path.isEmpty()) {
                inner.computeIfAbsent(path.get(0), unused -> new Box()).add(path.subList(1, path.size()), more);
            }
        }
    }
}
