package dev.memcheck.render.table;

import dev.memcheck.render.text.Glyphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A field of dots made of characters: of the Braille patterns, two by four dots in a cell, or of one sign in each. */
final class DotCanvas {
    /** Bits of a Braille pattern by row from the bottom, the left dot and the right one. */
    private static final int[][] BITS = {{0x40, 0x80}, {0x04, 0x20}, {0x02, 0x10}, {0x01, 0x08}};

    private static final char PLAIN_DOT = '*';

    private final int width;
    private final int height;
    /** The sign without any dot, from which the others count; none where dots are not to be had. */
    private final String blank;

    private final int[] cells;

    /** @param width in cells, as is the height */
    DotCanvas(int width, int height, Glyphs glyphs) {
        this.width = width;
        this.height = height;
        this.blank = glyphs.dots();
        this.cells = new int[width * height];
    }

    /** In dots. */
    int columns() {
        return width * dotsAcross();
    }

    /** In dots. */
    int rows() {
        return height * dotsUp();
    }

    /** Sets a dot, counted from the lower left corner. */
    void dot(int column, int row) {
        int cell = (height - 1 - row / dotsUp()) * width + column / dotsAcross();
        cells[cell] |= BITS[row % dotsUp()][column % dotsAcross()];
    }

    /** From top to bottom, without the blanks at the end of each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            char[] line = new char[width];
            Arrays.fill(line, ' ');
            for (int column = 0; column < width; column++) {
                int set = cells[row * width + column];
                if (set != 0) {
                    line[column] = isFine() ? (char) (blank.charAt(0) + set) : PLAIN_DOT;
                }
            }
            lines.add(new String(line).stripTrailing());
        }
        return lines;
    }

    private boolean isFine() {
        return !blank.isEmpty();
    }

    private int dotsAcross() {
        return isFine() ? 2 : 1;
    }

    private int dotsUp() {
        return isFine() ? 4 : 1;
    }
}
