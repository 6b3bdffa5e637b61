package dev.memcheck.render.view;

/**
 * Where things stand on a screen: lines about the tree at the top, the tree, its details beside or below, a line at the
 * bottom. What there is no room for is left out, the tree last.
 *
 * @param columns of the screen
 * @param rows of the screen
 */
record Layout(int columns, int rows) {
    private static final int BESIDE_FROM_COLUMNS = 100;
    private static final int HEAD_ROWS = 3;
    private static final int HEAD_FROM_ROWS = 7;
    private static final int BELOW_FROM_ROWS = 14;

    Layout {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a screen has cells, not " + columns + " x " + rows);
        }
    }

    boolean hasHead() {
        return rows >= HEAD_FROM_ROWS;
    }

    /** Lines above the tree: two of the status and the heading. */
    int headRows() {
        return hasHead() ? HEAD_ROWS : 0;
    }

    boolean hasBottom() {
        return rows >= 2;
    }

    /** Lines between head and bottom. */
    int bodyRows() {
        return rows - headRows() - (hasBottom() ? 1 : 0);
    }

    boolean isBeside() {
        return columns >= BESIDE_FROM_COLUMNS && hasHead();
    }

    boolean isBelow() {
        return !isBeside() && rows >= BELOW_FROM_ROWS;
    }

    int treeColumns() {
        return isBeside() ? columns - columns * 3 / 8 : columns;
    }

    int treeRows() {
        return isBelow() ? bodyRows() - detailRows() - 1 : bodyRows();
    }

    /** Between the tree's columns and these stand a divider and blanks. */
    int detailColumns() {
        return isBeside() ? columns - treeColumns() - 3 : columns;
    }

    /** Below the tree a rule stands above these. */
    int detailRows() {
        return isBelow() ? bodyRows() / 3 : isBeside() ? bodyRows() + 1 : 0;
    }
}
