package dev.memcheck.render.tree;

/**
 * The visible rows of each of a list of siblings, summed so that a row is found, and a change entered, in logarithmic
 * time. A Fenwick tree.
 */
final class RowWeights {
    private final int[] sums;
    private final int highestStep;

    /** @param rows visible rows of each sibling; not kept */
    RowWeights(int[] rows) {
        sums = new int[rows.length + 1];
        System.arraycopy(rows, 0, sums, 1, rows.length);
        for (int at = 1; at < sums.length; at++) {
            int next = at + Integer.lowestOneBit(at);
            if (next < sums.length) {
                sums[next] += sums[at];
            }
        }
        highestStep = Integer.highestOneBit(Math.max(1, rows.length));
    }

    /** Adds to the rows of one sibling. */
    void add(int sibling, int rows) {
        for (int at = sibling + 1; at < sums.length; at += Integer.lowestOneBit(at)) {
            sums[at] += rows;
        }
    }

    /** Rows of all siblings before this one. */
    int before(int sibling) {
        int total = 0;
        for (int at = sibling; at > 0; at -= Integer.lowestOneBit(at)) {
            total += sums[at];
        }
        return total;
    }

    int total() {
        return before(sums.length - 1);
    }

    /** The sibling that has this row, counted from the first row of the first; the row must be below the total. */
    int siblingAt(int row) {
        int found = 0;
        int rest = row;
        for (int step = highestStep; step > 0; step >>= 1) {
            int next = found + step;
            if (next < sums.length && sums[next] <= rest) {
                found = next;
                rest -= sums[next];
            }
        }
        return found;
    }
}
