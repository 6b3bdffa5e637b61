package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeFilter;
import dev.memcheck.render.tree.TreeOptions;
import dev.memcheck.render.tree.TreePlace;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSearch;
import dev.memcheck.render.tree.TreeTable;
import dev.memcheck.run.NumberedFinding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The rows of one tree after another, and a cursor that stays with its node: where a tree does not have it, on the
 * nearest ancestor, until a tree has it again or the cursor is moved.
 */
final class TreePane {
    private static final int OPEN_DEPTH = 2;
    private static final int COPIED_COLUMNS = 160;

    private final Glyphs glyphs;
    private final FoldState folds = new FoldState();
    private TreeOptions options =
            TreeOptions.defaults().withOpenDepth(OPEN_DEPTH).withAlike(0);
    /** Folds of a filtered tree, which begins with the ways to all that it shows open. */
    private FoldState filteredFolds = new FoldState();

    private boolean transientChanges;
    private Optional<Pattern> sought = Optional.empty();
    private Optional<Shown> shown = Optional.empty();
    private Optional<TreeRows> rows = Optional.empty();
    private TreePlace wanted = new TreePlace(List.of(), 0);
    private int cursor;
    private int top;
    private int height = 1;

    TreePane(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /** Shows another tree, or none. Nothing if it is the very one that is shown. */
    void show(Optional<Shown> now) {
        if (now.orElse(null) == shown.orElse(null)) {
            return;
        }
        shown = now;
        rows = now.map(tree -> TreeRows.of(tree.subject(), effective(), currentFolds()));
        settle();
    }

    Optional<Shown> shown() {
        return shown;
    }

    /** Empty as long as there is nothing to show. */
    Optional<TreeRows> rows() {
        return rows;
    }

    /** The row of the cursor, from 0. */
    int cursor() {
        return cursor;
    }

    /** The first row on the screen. */
    int top() {
        return top;
    }

    TreeOptions options() {
        return options;
    }

    boolean isCountingTransientChanges() {
        return transientChanges;
    }

    /** The row under the cursor. */
    Optional<TreeRow> row() {
        return rows.map(tree -> tree.rows(cursor, 1).get(0));
    }

    void filter(TreeFilter filter) {
        filteredFolds = new FoldState();
        change(options.withFilter(filter));
    }

    void change(TreeOptions other) {
        options = other;
        rows = rows.map(tree -> tree.with(effective(), currentFolds()));
        settle();
    }

    void toggleTransientChanges() {
        transientChanges = !transientChanges;
        change(options);
    }

    /** Highlights this from now on; empty for nothing. */
    void highlight(Optional<Pattern> pattern) {
        sought = pattern;
    }

    /** Moves the cursor by so many rows. */
    void move(int by) {
        goTo((int) Math.max(0, Math.min(Integer.MAX_VALUE, (long) cursor + by)));
    }

    void page(int by) {
        top += by * height;
        move(by * height);
    }

    void goTo(int row) {
        cursor = row;
        rows.ifPresent(tree -> {
            clamp(tree);
            wanted = tree.placeOf(cursor);
        });
    }

    /** To the context of a finding, if the tree has it. */
    void goTo(NumberedFinding finding) {
        rows.ifPresent(tree -> {
            OptionalInt visible = finding.finding().node().map(tree::rowOf).orElse(OptionalInt.empty());
            if (visible.isPresent()) {
                goTo(visible);
                return;
            }
            TreeSearch search = tree.search(TreeFilter.findings());
            OptionalInt found = search.from(0);
            for (int left = search.count(); left > 0 && found.isPresent(); left--) {
                if (isOf(tree.rows(found.getAsInt(), 1).get(0), finding.number())) {
                    goTo(found);
                    return;
                }
                found = search.after(found.getAsInt());
            }
        });
    }

    private boolean isOf(TreeRow row, int number) {
        Shown tree = shown.orElseThrow();
        return row instanceof TreeRow.Node node
                && node.findings().stream().anyMatch(finding -> tree.number(finding) == number);
    }

    void goTo(OptionalInt row) {
        row.ifPresent(this::goTo);
    }

    void last() {
        goTo(Integer.MAX_VALUE);
    }

    /** Opens, or goes to the first child. */
    void in() {
        rows.filter(tree -> !tree.open(cursor)).ifPresent(tree -> goTo(tree.firstChildOf(cursor)));
    }

    /** Closes, or goes to the parent. */
    void out() {
        rows.filter(tree -> !tree.close(cursor)).ifPresent(tree -> goTo(tree.parentOf(cursor)));
    }

    void toggle() {
        rows.ifPresent(tree -> tree.toggle(cursor));
    }

    void openToFork() {
        rows.ifPresent(tree -> tree.openToFork(cursor));
    }

    void openAll() {
        rows.ifPresent(TreeRows::openAll);
        settle();
    }

    void foldTo(int depth) {
        rows.ifPresent(tree -> tree.foldTo(depth));
        settle();
    }

    void sibling(int step) {
        rows.ifPresent(tree -> goTo(tree.siblingOf(cursor, step)));
    }

    /** What is open now, to come back to. */
    FoldState foldsNow() {
        return currentFolds().copy();
    }

    /** Where the cursor is, to come back to. */
    TreePlace place() {
        return wanted;
    }

    void comeBack(FoldState then, TreePlace place) {
        rows.ifPresent(tree -> tree.restore(then));
        wanted = place;
        settle();
    }

    /** So many lines are seen at once, without the heading. */
    void resize(int rowsSeen) {
        height = Math.max(1, rowsSeen);
        rows.ifPresent(this::clamp);
    }

    StyledLine heading(int columns) {
        return rows.map(tree -> TreeTable.across(tree, glyphs, columns).heading())
                .orElse(StyledLine.plain(""));
    }

    /** The rows that are seen. */
    List<StyledLine> lines(int columns) {
        return rows.map(tree -> TreeTable.across(tree, glyphs, columns, sought).lines(tree.rows(top, height)))
                .orElse(List.of());
    }

    /** The row under the cursor with all of its columns. */
    Optional<String> text() {
        return rows.map(tree -> TreeTable.across(tree, glyphs, COPIED_COLUMNS)
                .lines(tree.rows(cursor, 1))
                .get(0)
                .text()
                .strip());
    }

    /** The one that is asked for; without one, what arose where the tree is compared with a mark. */
    TreeFilter filter() {
        boolean sinceMark = shown.filter(tree -> tree.since().equals(ComparedWith.MARK.label()))
                .isPresent();
        return sinceMark && options.filter() instanceof TreeFilter.All ? TreeFilter.arisen() : options.filter();
    }

    private TreeOptions effective() {
        boolean inside = shown.filter(Shown::isInside).isPresent();
        return options.withFilter(filter()).withTransientChanges(transientChanges || inside);
    }

    private FoldState currentFolds() {
        return filter() instanceof TreeFilter.All ? folds : filteredFolds;
    }

    /** After the rows have changed: the cursor to its node, and that to its line of the screen. */
    private void settle() {
        rows.ifPresent(tree -> {
            int line = cursor - top;
            cursor = tree.rowNearest(wanted);
            top = cursor - line;
            clamp(tree);
        });
    }

    private void clamp(TreeRows tree) {
        cursor = Math.max(0, Math.min(tree.size() - 1, cursor));
        top = Math.max(0, Math.min(top, tree.size() - height));
        top = Math.max(cursor - height + 1, Math.min(cursor, top));
    }
}
