package dev.memcheck.render.view;

/** What a tree is compared with. */
public enum Baseline {
    STATEMENT("the statement before"),
    WINDOW("the window's start"),
    CONNECT("connecting");

    private final String label;

    Baseline(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    Baseline next() {
        return values()[(ordinal() + 1) % values().length];
    }
}
