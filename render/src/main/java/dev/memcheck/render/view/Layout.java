package dev.memcheck.render.view;

/**
 * Where things stand on a screen: two lines of status, the findings, the tree below them, the details beside both or on a
 * page of their own, a line at the bottom. What there is no room for is left out, the tree last.
 *
 * @param columns of the screen
 * @param rows of the screen
 * @param findings how many there are to list
 */
record Layout(int columns, int rows, int findings) {
    private static final int BESIDE_FROM_COLUMNS = 100;
    private static final int STATUS_ROWS = 2;
    private static final int STATUS_FROM_ROWS = 7;
    private static final int FINDINGS_FROM_ROWS = 12;
    private static final int LEAST_FINDINGS = 2;
    private static final int HEADING_ROWS = 1;
    private static final int DIVIDER_CELLS = 3;

    Layout {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a screen has cells, not " + columns + " x " + rows);
        }
    }

    /** The same screen with so many findings. */
    Layout withFindings(int count) {
        return count == findings ? this : new Layout(columns, rows, count);
    }

    boolean hasHead() {
        return rows >= STATUS_FROM_ROWS;
    }

    int statusRows() {
        return hasHead() ? STATUS_ROWS : 0;
    }

    boolean hasBottom() {
        return rows >= 2;
    }

    /** Lines between status and bottom: what the details have where they stand beside or alone. */
    int bodyRows() {
        return rows - statusRows() - (hasBottom() ? 1 : 0);
    }

    /** Lines of the list of findings, without its heading. */
    int findingRows() {
        int most = Math.max(LEAST_FINDINGS, bodyRows() / 4);
        return rows >= FINDINGS_FROM_ROWS ? Math.min(findings, most) : 0;
    }

    /** The line of the first finding. */
    int findingTop() {
        return statusRows() + HEADING_ROWS;
    }

    /** Lines above the tree: status, findings, headings. */
    int headRows() {
        int list = findingRows() > 0 ? findingRows() + HEADING_ROWS : 0;
        return hasHead() ? statusRows() + list + HEADING_ROWS : 0;
    }

    int treeRows() {
        return rows - headRows() - (hasBottom() ? 1 : 0);
    }

    /** Whether the details stand beside the lists, and not on a page of their own. */
    boolean isBeside() {
        return columns >= BESIDE_FROM_COLUMNS && hasHead();
    }

    /** Width of the lists. */
    int treeColumns() {
        return isBeside() ? columns * 9 / 16 : columns;
    }

    /** Between the tree's columns and these stand a divider and blanks. */
    int detailColumns() {
        return isBeside() ? columns - treeColumns() - DIVIDER_CELLS : columns;
    }
}
