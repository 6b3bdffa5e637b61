package dev.memcheck.render.view;

import java.util.Locale;

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
}
