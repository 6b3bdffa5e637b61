package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the parts of the screen together. */
final class ViewPainter {
    private static final String NOTHING = "Nothing has been seen yet: run a statement in a window.";

    private final Glyphs glyphs;
    private final StatusBar status;
    private final TreePane tree;
    private final FindingsPane findings;
    private final DetailPane detail;

    ViewPainter(Glyphs glyphs, StatusBar status, TreePane tree, FindingsPane findings, DetailPane detail) {
        this.glyphs = glyphs;
        this.status = status;
        this.tree = tree;
        this.findings = findings;
        this.detail = detail;
    }

    /** @param bottom what stands in the last line while nothing is typed there */
    Picture picture(Focus focus, Optional<ListPopup> popup, Optional<PromptLine> prompt, StyledLine bottom) {
        Layout layout = focus.layout();
        List<StyledLine> lines = new ArrayList<>();
        if (layout.hasHead()) {
            lines.add(status.where(layout.columns()));
            lines.add(status.what());
        }
        boolean page = focus.isOnDetails() && !layout.isBeside();
        lines.addAll(page ? page(layout) : lists(layout, focus.isOnDetails()));
        int highlighted = page ? -1 : cursor(layout, focus.isOnFindings());
        int highlightedCells = layout.treeColumns();
        if (popup.isPresent()) {
            highlighted = lay(popup.get(), lines, layout);
            highlightedCells = layout.columns();
        }
        Optional<Picture.Caret> caret = Optional.empty();
        if (layout.hasBottom()) {
            lines.add(prompt.map(typed -> typed.line(layout.columns())).orElse(bottom));
            caret = prompt.map(typed -> new Picture.Caret(layout.rows() - 1, typed.caretColumn(layout.columns())));
        }
        List<StyledLine> clipped = lines.stream()
                .map(line -> line.clip(layout.columns(), glyphs.ellipsis()))
                .toList();
        return new Picture(clipped, caret, highlighted, highlightedCells);
    }

    private int cursor(Layout layout, boolean onFindings) {
        if (onFindings) {
            return layout.findingTop() + findings.cursor();
        }
        return tree.rows().isPresent() ? layout.headRows() + tree.cursor() - tree.top() : -1;
    }

    /** The details on a page of their own. */
    private List<StyledLine> page(Layout layout) {
        List<StyledLine> lines = new ArrayList<>(detail.lines(layout.columns()));
        fill(lines, layout.bodyRows());
        return lines;
    }

    /** Findings and tree, and the details where they stand beside. */
    private List<StyledLine> lists(Layout layout, boolean detailFocused) {
        List<StyledLine> lines = new ArrayList<>();
        if (layout.findingRows() > 0) {
            lines.add(findings.heading(layout.treeColumns()));
            lines.addAll(findings.lines(layout.treeColumns()));
            fill(lines, layout.findingRows() + 1);
        }
        if (layout.hasHead()) {
            lines.add(tree.heading(layout.treeColumns()));
        }
        lines.addAll(tree.rows().isPresent() ? tree.lines(layout.treeColumns()) : List.of(StyledLine.plain(NOTHING)));
        fill(lines, layout.bodyRows());
        if (layout.isBeside()) {
            List<StyledLine> details = detail.lines(layout.detailColumns());
            for (int at = 0; at < lines.size(); at++) {
                StyledLine right = at < details.size() ? details.get(at) : StyledLine.plain("");
                lines.set(at, beside(lines.get(at), right, layout, detailFocused));
            }
        }
        return lines;
    }

    private StyledLine beside(StyledLine left, StyledLine right, Layout layout, boolean detailFocused) {
        return StyledLine.builder()
                .add(left.clip(layout.treeColumns(), glyphs.ellipsis()))
                .padTo(layout.treeColumns())
                .add(" " + glyphs.divider() + " ", detailFocused ? Style.HEADING : Style.DIM)
                .add(right)
                .line();
    }

    /** Lays a list over the lower part of the body; which line of the screen is the selected one. */
    private int lay(ListPopup popup, List<StyledLine> lines, Layout layout) {
        int rows = Math.min(popup.wantedRows(), layout.bodyRows());
        int first = lines.size() - rows;
        List<StyledLine> list = popup.lines(layout.columns(), rows, glyphs);
        for (int at = 0; at < rows; at++) {
            lines.set(first + at, at < list.size() ? list.get(at) : StyledLine.plain(""));
        }
        int selected = popup.selectedLine();
        return selected < 0 || selected >= rows ? -1 : first + selected;
    }

    private static void fill(List<StyledLine> lines, int size) {
        while (lines.size() < size) {
            lines.add(StyledLine.plain(""));
        }
    }
}
