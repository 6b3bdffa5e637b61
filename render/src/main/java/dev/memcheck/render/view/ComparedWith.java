package dev.memcheck.render.view;

/** What a tree is compared with. */
public enum ComparedWith {
    STATEMENT("the statement before"),
    WINDOW("the window's start"),
    CONNECT("connecting"),
    /** What a person has marked. */
    MARK("the mark");

    private final String label;

    ComparedWith(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    ComparedWith next() {
        return values()[(ordinal() + 1) % values().length];
    }
}
