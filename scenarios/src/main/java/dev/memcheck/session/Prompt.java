package dev.memcheck.session;

/** What stands in front of the line that the user types. */
public enum Prompt {
    IDLE("> "),
    /** A window or a transaction is open. */
    OPEN("*> "),
    /** Both are. */
    OPEN_TWICE("**> "),
    CONTINUATION("-> "),
    FAILED("!> ");

    private static final String PROGRAM = "memcheck";

    private final String end;

    Prompt(String end) {
        this.end = end;
    }

    /** The prompt of the default session, with the blank that ends it. */
    public String text() {
        return text(SessionName.DEFAULT);
    }

    /** The prompt of a session, which it names unless it is the default one: {@code memcheck[writer]*> }. */
    public String text(SessionName session) {
        return PROGRAM + (session.isDefault() ? "" : "[" + session.text() + "]") + end;
    }
}
