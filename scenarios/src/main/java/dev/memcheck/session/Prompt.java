package dev.memcheck.session;

/** What stands in front of the line that the user types. */
public enum Prompt {
    IDLE("memcheck> "),
    WINDOW("memcheck*> "),
    CONTINUATION("memcheck-> "),
    FAILED("memcheck!> ");

    private final String text;

    Prompt(String text) {
        this.text = text;
    }

    /** The prompt with the blank that ends it. */
    public String text() {
        return text;
    }
}
