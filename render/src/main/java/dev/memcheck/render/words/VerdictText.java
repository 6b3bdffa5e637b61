package dev.memcheck.render.words;

import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What {@code end} says: how many findings, then each with its number, and how sure it is. */
public final class VerdictText {
    private final Glyphs glyphs;
    private final int statements;
    private final int failed;

    public VerdictText(Glyphs glyphs) {
        this(glyphs, 0, 0);
    }

    private VerdictText(Glyphs glyphs, int statements, int failed) {
        this.glyphs = Objects.requireNonNull(glyphs);
        this.statements = statements;
        this.failed = failed;
    }

    /** The same of a window in which statements failed: it is not called clean, since not all of what it was to look at has run. */
    public VerdictText ofFailed(int failures, int ofStatements) {
        return new VerdictText(glyphs, ofStatements, failures);
    }

    /**
     * The verdict on a window.
     *
     * @param window its name, if it has one
     * @param findings in the order in which they are numbered, from 1
     */
    public List<StyledLine> lines(Optional<String> window, List<Finding> findings) {
        return lines(
                window, findings, position -> position, Doubt.ofWindow(findings, 0, "the window was not repeated"));
    }

    /**
     * The verdict on a window of a session that numbers its findings.
     *
     * @param window its name, if it has one
     * @param findings in any order
     * @param numbers the number of the finding at a position, the first of which is 1
     * @param advice what to make of unconfirmed findings; shown if there are some
     */
    public List<StyledLine> lines(
            Optional<String> window, List<Finding> findings, IntUnaryOperator numbers, String advice) {
        String name = window.map(given -> "window \"" + ServerText.clean(given) + "\"")
                .orElse("window");
        FindingSum sum = FindingSum.of(findings);
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.builder()
                .add(name + ": ", Style.HEADING)
                .add(findings.isEmpty() ? ofNone() : sum.text(), findings.isEmpty() ? styleOfNone() : sum.style())
                .line());
        int digits = String.valueOf(IntStream.rangeClosed(1, findings.size())
                        .map(numbers)
                        .max()
                        .orElse(0))
                .length();
        for (int position = 1; position <= findings.size(); position++) {
            Finding finding = findings.get(position - 1);
            String label = CellWidth.padLeft(String.valueOf(numbers.applyAsInt(position)), digits) + ". ";
            lines.add(headline(label, finding));
            lines.add(StyledLine.builder()
                    .add(" ".repeat(label.length() + 1))
                    .add(
                            FindingText.siteOrDetail(finding),
                            FindingText.site(finding).isEmpty() ? Style.DIM : Style.SITE)
                    .line());
        }
        if (sum.unconfirmed() > 0) {
            lines.add(StyledLine.of(advice, Style.DIM));
        }
        return lines;
    }

    private String ofNone() {
        if (failed == 0) {
            return "clean, no findings";
        }
        String all = statements == 1 ? "its only statement" : "all " + statements + " statements";
        return "no findings; "
                + (failed == statements ? all : failed + " of " + statements + " statements")
                + " failed";
    }

    private Style styleOfNone() {
        return failed == 0 ? Style.OK : Style.WARNING;
    }

    private static String session(Finding finding) {
        return finding.scenarioSession().isPresent()
                ? " in session " + finding.scenarioSession().getAsInt()
                : "";
    }

    private StyledLine headline(String label, Finding finding) {
        Style style = Mark.of(finding).style();
        String where = FindingText.where(finding, glyphs);
        return StyledLine.builder()
                .add(" " + label)
                .add(Mark.sign(finding), style)
                .add("  " + finding.severity() + " ")
                .add(finding.checkType().label(), Style.HEADING)
                .add(where.isEmpty() ? "" : " in " + where)
                .add(session(finding) + ": " + FindingText.what(finding))
                .line();
    }
}
