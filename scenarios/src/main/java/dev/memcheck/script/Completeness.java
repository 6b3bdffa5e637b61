package dev.memcheck.script;

/** Whether a text can be run as it stands, and if not, what it waits for. */
public enum Completeness {
    COMPLETE("nothing", "nothing", "-"),
    IN_QUOTE("a string", "a closing '", "'"),
    IN_IDENTIFIER("a quoted name", "a closing \"", "\""),
    IN_DOLLAR_QUOTE("a dollar-quoted string", "its closing $ quote", "$"),
    IN_COMMENT("a comment", "a closing */", "*"),
    IN_PARENTHESES("a parenthesis or brace", "its closing counterpart", "("),
    IN_ROUTINE_BODY("a BEGIN ATOMIC body", "its END", "-"),
    IN_DATA("COPY FROM STDIN", "a line with \\. alone after its data", ">"),
    IN_STATEMENT("a statement", "a ; after it", "-"),
    IN_BLOCK("a \\repeat or \\if block", "its \\endrepeat or \\endif", "-");

    private final String what;
    private final String waitsFor;
    private final String sign;

    Completeness(String what, String waitsFor, String sign) {
        this.what = what;
        this.waitsFor = waitsFor;
        this.sign = sign;
    }

    /** The error if the text ends here. */
    String problem() {
        return what + " without an end";
    }

    public boolean isComplete() {
        return this == COMPLETE;
    }

    /** What has to come, for a prompt or a message. */
    public String waitsFor() {
        return waitsFor;
    }

    /** What psql has in the prompt of the next line. */
    public String sign() {
        return sign;
    }

    /** What an open token waits for. */
    static Completeness of(Token open, String text) {
        return switch (open.kind()) {
            case COMMENT -> IN_COMMENT;
            case IDENTIFIER -> IN_IDENTIFIER;
            default -> text.charAt(open.start()) == '$' ? IN_DOLLAR_QUOTE : IN_QUOTE;
        };
    }
}
