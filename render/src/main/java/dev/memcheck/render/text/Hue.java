package dev.memcheck.render.text;

/**
 * The colors of everything that is drawn at a terminal, of the 256 that terminals agree on. What the first sixteen look like is
 * each terminal's own business, and yellow on white is not to be read: each of these is read on black and on white.
 */
public enum Hue {
    GREEN(29),
    BLUE(63),
    PURPLE(98),
    AMBER(130),
    RED(131),
    MAGENTA(163),
    GREY(243);

    private final int index;

    Hue(int index) {
        this.index = index;
    }

    /** Its number among the 256. */
    public int index() {
        return index;
    }

    /** Parameters of the SGR sequence. */
    String sgr() {
        return "38;5;" + index;
    }

    String bold() {
        return "1;" + sgr();
    }
}
