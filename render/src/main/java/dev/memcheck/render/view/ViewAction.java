package dev.memcheck.render.view;

import java.util.Locale;
import java.util.OptionalInt;

/** What a key can do in the tree view; see {@link KeyTable} for which key does. */
enum ViewAction {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    FIRST,
    LAST,
    IN,
    OUT,
    FOLD,
    COLLAPSE_ALL,
    EXPAND_ALL,
    EXPAND_TO_FORK,
    FOLD_TO_DEPTH,
    NEXT_SIBLING,
    PREVIOUS_SIBLING,
    SEARCH,
    NEXT_MATCH,
    PREVIOUS_MATCH,
    NEXT_FINDING,
    FILTER,
    SORT,
    TRANSIENT,
    OBSERVER,
    BASELINE,
    MARK,
    EARLIER,
    LATER,
    LIVE,
    PEAK,
    STATEMENTS,
    RUN,
    CANCEL,
    PAUSE,
    FASTER,
    SLOWER,
    DETAIL,
    COPY,
    WRITE,
    MOUSE,
    REDRAW,
    HELP,
    BACK,
    LEAVE;

    /** The name that the user reads, and would bind a key to. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is about the tree or its moment, so that it leaves the list of findings. */
    boolean isOfTree() {
        return switch (this) {
            case IN,
                    OUT,
                    COLLAPSE_ALL,
                    EXPAND_ALL,
                    EXPAND_TO_FORK,
                    FOLD_TO_DEPTH,
                    NEXT_SIBLING,
                    PREVIOUS_SIBLING,
                    SEARCH,
                    NEXT_MATCH,
                    PREVIOUS_MATCH,
                    FILTER,
                    SORT,
                    TRANSIENT,
                    OBSERVER,
                    BASELINE,
                    MARK,
                    EARLIER,
                    LATER,
                    LIVE,
                    PEAK,
                    STATEMENTS,
                    RUN -> true;
            // All others move, or are about the screen.
            default -> false;
        };
    }

    /**
     * The place that a motion leads to, in a list or a text; empty for what is no motion.
     *
     * @param from the place before it
     * @param page so many are seen at once
     * @param last the last place
     */
    OptionalInt moved(int from, int page, int last) {
        return switch (this) {
            case UP -> OptionalInt.of(from - 1);
            case DOWN -> OptionalInt.of(from + 1);
            case PAGE_UP -> OptionalInt.of(from - page);
            case PAGE_DOWN -> OptionalInt.of((int) Math.min(last, (long) from + page));
            case FIRST -> OptionalInt.of(0);
            case LAST -> OptionalInt.of(last);
            // All others do not move.
            default -> OptionalInt.empty();
        };
    }
}
