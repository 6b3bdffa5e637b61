package dev.memcheck.script;

/** Knows, token by token, whether a statement is {@code COPY ... FROM STDIN}, whose data follow it. */
final class CopyHead {
    private final String text;
    private int words;
    private boolean copies;
    private boolean afterFrom;
    private boolean fromStdin;
    private int parentheses;

    CopyHead(String text) {
        this.text = text;
    }

    /** Takes the next token. */
    void accept(Token token) {
        if (token.isTrivia()) {
            return;
        }
        if (words++ == 0) {
            copies = token.isWord(text, "copy");
        }
        if (token.is(text, '(')) {
            parentheses++;
        } else if (token.is(text, ')')) {
            parentheses--;
        }
        boolean outside = copies && parentheses == 0;
        // To the server, STDOUT is the same word.
        fromStdin |= outside && afterFrom && (token.isWord(text, "stdin") || token.isWord(text, "stdout"));
        afterFrom = outside && token.isWord(text, "from");
    }

    boolean takesData() {
        return fromStdin;
    }

    /** Whether a whole text is such a statement. */
    static boolean takesData(String sql) {
        CopyHead head = new CopyHead(sql);
        SqlScanner.scan(sql, 0, sql.length()).forEach(head::accept);
        return head.takesData();
    }
}
