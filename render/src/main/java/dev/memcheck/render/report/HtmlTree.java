package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.diff.Change;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.tree.Amounts;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSubject;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.render.words.Mark;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedWindow;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tree of a window as nested {@code <details>}: the same rows as at the prompt, folded the same way, and what is folded
 * is on the page, too, up to a limit.
 */
final class HtmlTree {
    /** A page stays usable up to about so many rows a tree. */
    private static final int MOST_ROWS = 2_000;

    private final TreeRows rows;
    private final List<Finding> findings;

    /** By identity: two findings may be equal in all that is known of them, and are two. */
    private final Map<Finding, Integer> numbers = new IdentityHashMap<>();

    private final Set<Integer> anchored = new HashSet<>();
    private final String session;
    private final String window;

    /** The depths of the {@code <details>} that are not closed yet, innermost first. */
    private final Deque<Integer> open = new ArrayDeque<>();

    /**
     * @param session id of the session on the page
     * @param window id of the window on the page
     */
    HtmlTree(ReportedWindow report, SnapshotDiff diff, String session, String window) {
        this.session = session;
        this.window = window;
        for (ReportedFinding finding : report.findings()) {
            numbers.put(finding.finding(), finding.number());
        }
        findings = report.findings().stream().map(ReportedFinding::finding).toList();
        rows = TreeRows.of(TreeSubject.of(diff, findings), TreeOptions.defaults(), new FoldState());
    }

    void write(Writer out) throws IOException {
        out.write("<div class=\"tree\">\n");
        out.write("<div class=\"heading\"><span class=\"name\">context</span><span class=\"amount\">used</span>"
                + "<span class=\"amount\">difference</span><span class=\"change\">change</span>"
                + "<span class=\"signs\">finding</span></div>\n");
        for (int number = 0; number < rows.size(); number++) {
            TreeRow row = row(number);
            boolean unfolded = row.fold() == TreeRow.Fold.OPEN;
            if (row.fold() == TreeRow.Fold.CLOSED && rows.size() < MOST_ROWS) {
                rows.toggle(number);
            }
            closeDownTo(row.depth(), out);
            write(row, row(number).fold() == TreeRow.Fold.OPEN, unfolded, out);
        }
        closeDownTo(0, out);
        for (Finding finding : findings) {
            if (!anchored.contains(numbers.get(finding))) {
                // A node names the worst of its findings alone, and a large tree not all of its nodes.
                blame(finding, out);
            }
        }
        out.write("</div>\n");
    }

    private TreeRow row(int number) {
        return rows.rows(number, 1).get(0);
    }

    /**
     * @param hasRows whether rows below it follow
     * @param unfolded whether they are shown at first
     */
    private void write(TreeRow row, boolean hasRows, boolean unfolded, Writer out) throws IOException {
        row.accept(new TreeRow.Visitor<Void, IOException>() {
            @Override
            public Void node(TreeRow.Node node) throws IOException {
                write(node.depth(), "node " + word(node.change()), cells(node), hasRows, unfolded, out);
                return null;
            }

            @Override
            public Void group(TreeRow.Group group) throws IOException {
                write(group.depth(), "group " + word(group.change()), cells(group), hasRows, unfolded, out);
                return null;
            }

            @Override
            public Void blame(TreeRow.Blame blame) throws IOException {
                HtmlTree.this.blame(blame.finding(), out);
                return null;
            }

            @Override
            public Void moreFindings(TreeRow.MoreFindings more) throws IOException {
                out.write("<div class=\"blame\">" + AmountWords.counted(more.count(), "more finding") + "</div>\n");
                return null;
            }

            @Override
            public Void elsewhere(TreeRow.Elsewhere elsewhere) throws IOException {
                Finding finding = elsewhere.finding();
                out.write("<div class=\"row elsewhere\">"
                        + HtmlText.span("sign " + HtmlNames.markClass(finding), Mark.sign(finding))
                        + " in no context of this tree</div>\n");
                return null;
            }
        });
    }

    private void write(int depth, String cssClass, String cells, boolean hasRows, boolean unfolded, Writer out)
            throws IOException {
        if (hasRows) {
            open.push(depth);
            out.write("<details class=\"" + cssClass + "\"" + (unfolded ? " open" : "") + "><summary class=\"row\">"
                    + cells + "</summary>\n");
        } else {
            out.write("<div class=\"row leaf " + cssClass + "\">" + cells + "</div>\n");
        }
    }

    private void closeDownTo(int depth, Writer out) throws IOException {
        while (!open.isEmpty() && open.peek() >= depth) {
            open.pop();
            out.write("</details>\n");
        }
    }

    private static String cells(TreeRow.Node row) {
        String ident = row.node().node().ident();
        StringBuilder cells = new StringBuilder("<span class=\"name\">")
                .append(HtmlText.escape(row.node().node().name()));
        if (!ident.isEmpty()) {
            cells.append(' ').append(HtmlText.span("ident", ident));
        }
        cells.append("</span>").append(amounts(row.own(), row.change())).append("<span class=\"signs\">");
        for (Finding finding : row.findings()) {
            cells.append(HtmlText.span("sign " + HtmlNames.markClass(finding), Mark.sign(finding)));
        }
        return cells.append("</span>").toString();
    }

    private static String cells(TreeRow.Group row) {
        String name = row.count()
                + switch (row.kind()) {
                    case UNCHANGED -> " unchanged";
                    case ALL -> " " + row.name();
                    case OTHERS -> row.name().isEmpty() ? " others" : " other " + row.name();
                    case ALIKE -> " more named like " + row.name();
                };
        return HtmlText.span("name", name) + amounts(row.whole(), row.change()) + "<span class=\"signs\"></span>";
    }

    private static String amounts(Amounts amounts, Change change) {
        String used = change == Change.GONE ? "" : AmountWords.bytes(amounts.used());
        return HtmlText.span("amount", used)
                + HtmlText.span("amount difference", AmountWords.difference(amounts.difference()))
                + HtmlText.span("change", change == Change.UNCHANGED ? "" : word(change));
    }

    /** The link to the finding. The first one of a finding is the target of links to the tree. */
    private void blame(Finding finding, Writer out) throws IOException {
        int number = numbers.get(finding);
        String anchor = anchored.add(number) ? " id=\"" + window + "-f" + number + "\"" : "";
        out.write("<div class=\"row blame\"" + anchor + "><a href=\"#" + HtmlNames.findingId(session, number)
                + "\">finding " + number + "</a> "
                + HtmlText.escape(FindingText.siteOrDetail(finding) + ": " + FindingText.what(finding)) + "</div>\n");
    }

    private static String word(Change change) {
        return change.name().toLowerCase(Locale.ROOT);
    }
}
