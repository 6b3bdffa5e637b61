package dev.memcheck.script;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Knows, token by token, whether a semicolon would end the statement: not inside parentheses, and not inside the {@code
 * BEGIN ATOMIC ... END} body of a function or procedure, where {@code CASE ... END} nests.
 *
 * <p>A word counts only where it is a keyword: not inside parentheses, not after a dot ({@code schema.end()}), and not
 * after {@code AS}, where it is a label.
 */
final class StatementTracker {
    private static final Set<String> ROUTINE_HEADS =
            Set.of("create function", "create procedure", "create or replace function", "create or replace procedure");
    private static final int LONGEST_HEAD = 4;

    private final String text;
    private final StringBuilder head = new StringBuilder();
    private int headWords;
    private boolean routine;
    private int parentheses;
    private int firstParenthesis;
    private int nesting;
    private boolean inBody;
    private int bodyStart;
    private Token last;

    StatementTracker(String text) {
        this.text = text;
    }

    /** Takes the next token; white space and comments change nothing. */
    void accept(Token token) {
        if (token.isTrivia()) {
            return;
        }
        if (token.is(text, '(')) {
            if (parentheses++ == 0) {
                firstParenthesis = token.start();
            }
        } else if (token.is(text, ')')) {
            parentheses = Math.max(0, parentheses - 1);
        } else if (parentheses == 0 && token.isWord(text)) {
            acceptWord(token);
        }
        last = token;
    }

    /** Whether a semicolon here ends the statement. */
    boolean endsAtSemicolon() {
        return parentheses == 0 && !inBody;
    }

    /** What is open here, apart from the statement itself. */
    Optional<Piece.Open> open() {
        if (parentheses > 0) {
            return Optional.of(new Piece.Open(Completeness.IN_PARENTHESES, firstParenthesis));
        }
        return inBody ? Optional.of(new Piece.Open(Completeness.IN_ROUTINE_BODY, bodyStart)) : Optional.empty();
    }

    /**
     * Whether this token, not yet accepted, is {@code begin} or {@code end} alone on its line where no {@code CASE} or
     * body is open. SQL could only read it as a label, so the statement before it has lost its semicolon.
     */
    boolean isStrayWindowWord(Token token) {
        return last != null
                && parentheses == 0
                && nesting == 0
                && !inBody
                && (token.isWord(text, "end") || (token.isWord(text, "begin") && !routine))
                && isKeywordHere(token)
                && isAloneOnLine(token);
    }

    private void acceptWord(Token token) {
        if (headWords < LONGEST_HEAD) {
            head.append(headWords++ == 0 ? "" : " ").append(token.in(text).toLowerCase(Locale.ROOT));
            routine |= ROUTINE_HEADS.contains(head.toString());
        }
        if (token.isWord(text, "atomic") && routine && !inBody && last != null && last.isWord(text, "begin")) {
            inBody = true;
            bodyStart = last.start();
            nesting = 1;
        } else if (!isKeywordHere(token)) {
            return;
        } else if (token.isWord(text, "case")) {
            nesting++;
        } else if (token.isWord(text, "end") && nesting > 0) {
            nesting--;
            inBody &= nesting > 0;
        }
    }

    private boolean isKeywordHere(Token token) {
        return last == null || !(last.is(text, '.') || last.isWord(text, "as"));
    }

    private boolean isAloneOnLine(Token token) {
        int before = token.start() - 1;
        while (before >= 0 && isBlank(text.charAt(before))) {
            before--;
        }
        int after = token.end();
        while (after < text.length() && isBlank(text.charAt(after))) {
            after++;
        }
        boolean first = before < 0 || SqlScanner.isLineBreak(text.charAt(before));
        boolean nothingAfter = after >= text.length()
                || SqlScanner.isLineBreak(text.charAt(after))
                || text.charAt(after) == ';'
                || text.startsWith("--", after);
        return first && nothingAfter;
    }

    private static boolean isBlank(char c) {
        return SqlScanner.isSpace(c) && !SqlScanner.isLineBreak(c);
    }
}
