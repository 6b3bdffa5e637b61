package dev.memcheck.render.view;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.tree.FoldState;
import dev.memcheck.render.tree.TreeFilter;
import dev.memcheck.render.tree.TreePlace;
import dev.memcheck.render.tree.TreeRows;
import dev.memcheck.render.tree.TreeSearch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is searched for, while it is typed and after. */
final class SearchState {
    private final TreePane pane;
    private String text = "";
    private boolean highlighted;
    private String textBefore = "";
    private FoldState foldsBefore = new FoldState();
    private TreePlace placeBefore = new TreePlace(List.of(), 0);
    private Optional<TreeSearch> search = Optional.empty();
    private Optional<TreeRows> searched = Optional.empty();

    SearchState(TreePane pane) {
        this.pane = pane;
    }

    /** Remembers where to come back to. */
    void begin() {
        textBefore = text;
        foldsBefore = pane.foldsNow();
        placeBefore = pane.place();
    }

    /** Goes to the first match from where the search began; what earlier texts opened is closed again. */
    void type(String typed) {
        pane.comeBack(foldsBefore, placeBefore);
        seek(typed);
        if (!typed.isEmpty()) {
            search().ifPresent(found -> go(found.from(pane.cursor())));
        }
    }

    /** Keeps what was typed; without a text, what was searched for before. */
    void accept(String typed) {
        if (typed.isEmpty()) {
            seek(textBefore);
            next(true);
        }
    }

    void giveUp() {
        pane.comeBack(foldsBefore, placeBefore);
        seek(textBefore);
    }

    /** Goes to the next or the previous match. */
    void next(boolean forward) {
        highlight(true);
        search().ifPresent(found -> go(forward ? found.after(pane.cursor()) : found.before(pane.cursor())));
    }

    /** What there is to find: {@code "cache": 17 matches}. Empty if nothing is searched for. */
    Optional<String> text() {
        return search().map(found -> {
            String matches = AmountWords.counted(found.count(), "match", "matches");
            return "\"" + text + "\": " + (found.count() == 0 ? "no match" : matches);
        });
    }

    /** Highlights no matches any more, until the next is gone to; whether there were some. */
    boolean calm() {
        boolean lit = highlighted;
        highlight(false);
        return lit;
    }

    private void highlight(boolean on) {
        highlighted = on && !text.isEmpty();
        pane.highlight(highlighted ? Optional.of(TreeFilter.pattern(text)) : Optional.empty());
    }

    private void seek(String other) {
        text = other;
        highlight(true);
        search = Optional.empty();
    }

    /** Made anew where the pane shows other rows than before. */
    private Optional<TreeSearch> search() {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean current = search.isPresent() && searched.equals(pane.rows());
        if (!current) {
            searched = pane.rows();
            search = searched.map(rows -> rows.search(TreeFilter.named(text)));
        }
        return search;
    }

    private void go(OptionalInt row) {
        pane.goTo(row);
    }
}
