package dev.memcheck.render.tree;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.diff.Change;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.render.words.Mark;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The left part of each row: sign of the change, guides, fold mark, and what the row says. */
public final class TreeLabel {
    private static final int GUIDE_CELLS = 2;

    private final Glyphs glyphs;
    private final boolean comparing;
    private final int guideCells;
    private final Optional<Pattern> sought;

    /**
     * @param comparing whether a difference is shown, so that what is unchanged steps back
     * @param guideCells at most; the outer guides of a row that is deeper are left out, so that its name is seen
     */
    public TreeLabel(Glyphs glyphs, boolean comparing, int guideCells) {
        this(glyphs, comparing, guideCells, Optional.empty());
    }

    /** @param sought is highlighted in names and idents; empty for nothing */
    TreeLabel(Glyphs glyphs, boolean comparing, int guideCells, Optional<Pattern> sought) {
        this.glyphs = glyphs;
        this.comparing = comparing;
        this.guideCells = guideCells;
        this.sought = sought;
    }

    /**
     * The label of a row, as wide as it is.
     *
     * @param markInLine whether the mark of a finding stands with the line that says who is to blame
     */
    public StyledLine of(TreeRow row, boolean markInLine) {
        StyledLine.Builder line = StyledLine.builder();
        line.add(sign(row.change()) + " ", style(row.change()));
        guides(line, row);
        row.accept(new TreeRow.Visitor<Void, RuntimeException>() {
            @Override
            public Void node(TreeRow.Node node) {
                line.add(fold(node.fold()), Style.DIM);
                add(line, ServerText.clean(node.node().node().name()), style(node));
                ident(line, node.node().node().ident());
                return null;
            }

            @Override
            public Void group(TreeRow.Group group) {
                line.add(fold(group.fold()), Style.DIM);
                add(line, text(group), style(group.change()));
                return null;
            }

            @Override
            public Void blame(TreeRow.Blame blame) {
                TreeLabel.this.blame(line, blame.finding(), markInLine);
                return null;
            }

            @Override
            public Void moreFindings(TreeRow.MoreFindings more) {
                line.add(AmountWords.counted(more.count(), "more finding") + ": \\findings", Style.DIM);
                return null;
            }

            @Override
            public Void elsewhere(TreeRow.Elsewhere elsewhere) {
                TreeLabel.this.elsewhere(line, elsewhere.finding());
                return null;
            }
        });
        return line.line();
    }

    /** The style of what is said about a change. */
    Style style(Change change) {
        return switch (change) {
            case APPEARED -> Style.APPEARED;
            case GONE -> Style.GONE;
            case GROWN -> Style.GREW;
            case SHRUNK -> Style.SHRANK;
            case UNCHANGED -> comparing ? Style.DIM : Style.PLAIN;
        };
    }

    private Style style(TreeRow.Node node) {
        return node.findings().isEmpty()
                ? style(node.change())
                : Mark.distinct(node.findings()).stream()
                        .map(Mark::of)
                        .findFirst()
                        .orElseThrow()
                        .style();
    }

    private String sign(Change change) {
        return switch (change) {
            case APPEARED -> "+";
            case GONE -> "-";
            case GROWN -> glyphs.grown();
            case SHRUNK -> glyphs.shrunk();
            case UNCHANGED -> " ";
        };
    }

    private void guides(StyledLine.Builder line, TreeRow row) {
        StringBuilder guides = new StringBuilder();
        int room = guideCells / GUIDE_CELLS;
        int depth = row.depth();
        if (depth > room) {
            guides.append(CellWidth.padRight(CellWidth.head(glyphs.ellipsis(), GUIDE_CELLS), GUIDE_CELLS));
        }
        for (TreeRow.Guide guide : row.guides().subList(depth > room ? Math.min(depth, depth - room + 1) : 0, depth)) {
            guides.append(
                    switch (guide) {
                        case THROUGH -> glyphs.through();
                        case BRANCH -> glyphs.branch();
                        case LAST -> glyphs.last();
                        case BLANK -> "  ";
                    });
        }
        line.add(guides.toString(), Style.DIM);
    }

    private String fold(TreeRow.Fold fold) {
        return switch (fold) {
            case OPEN -> glyphs.open() + " ";
            case CLOSED -> glyphs.closed() + " ";
            case LEAF -> glyphs.leaf() + " ";
        };
    }

    private void ident(StyledLine.Builder line, String ident) {
        if (!ident.isEmpty()) {
            add(line, " \"" + ServerText.clean(ident).strip() + "\"", Style.DIM);
        }
    }

    private void add(StyledLine.Builder line, String text, Style style) {
        int told = 0;
        if (sought.isPresent()) {
            Matcher matcher = sought.get().matcher(text);
            while (matcher.find()) {
                line.add(text.substring(told, matcher.start()), style);
                line.add(matcher.group(), Style.MATCH);
                told = matcher.end();
            }
        }
        line.add(text.substring(told), style);
    }

    private static String text(TreeRow.Group group) {
        String count = String.format(Locale.ROOT, "%d ", group.count());
        if (group.kind() == TreeRow.GroupKind.UNCHANGED) {
            return count + "unchanged";
        }
        if (group.kind() == TreeRow.GroupKind.ALL) {
            return group.count() + "x " + ServerText.clean(group.name());
        }
        if (group.kind() == TreeRow.GroupKind.ALIKE) {
            return count + "more named like \"" + ServerText.clean(group.name()) + "\"";
        }
        return count + (group.count() == 1 ? "other \"" : "others \"") + ServerText.clean(group.name()) + "\"";
    }

    private void blame(StyledLine.Builder line, Finding finding, boolean markInLine) {
        if (markInLine) {
            line.add(Mark.sign(finding), Mark.of(finding).style());
            line.add(" ");
        }
        line.add(FindingText.siteOrDetail(finding), FindingText.site(finding).isEmpty() ? Style.DIM : Style.SITE);
        line.add(": " + FindingText.what(finding), Style.DIM);
    }

    private void elsewhere(StyledLine.Builder line, Finding finding) {
        Style style = Mark.of(finding).style();
        line.add(Mark.sign(finding) + " ", style);
        line.add(finding.checkType().label(), style);
        String where = FindingText.where(finding, glyphs);
        if (!where.isEmpty()) {
            line.add(" in " + where);
        }
    }
}
