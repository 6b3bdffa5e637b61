package dev.memcheck.shell.prompt;

import dev.memcheck.script.SqlScanner;
import dev.memcheck.script.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word or sign of a statement.
 *
 * @param text as it stands there
 * @param start where
 * @param closed false if it is in a quote or comment that is open
 */
record SqlWord(String text, Token.Kind kind, int start, boolean closed) {
    /** Those of the statement that ends where the text ends, without space and comments; an open comment is there. */
    static List<SqlWord> ofLast(String text) {
        List<SqlWord> words = new ArrayList<>();
        for (Token token : SqlScanner.scan(text)) {
            String word = token.in(text);
            if (word.equals(";") || token.kind() == Token.Kind.COMMAND) {
                words.clear();
            } else if (!token.isTrivia() || !token.closed() || isOpenLineComment(token, text)) {
                boolean closed = token.closed() && token.kind() != Token.Kind.COMMENT;
                words.add(new SqlWord(word, token.kind(), token.start(), closed));
            }
        }
        return words;
    }

    private static boolean isOpenLineComment(Token token, String text) {
        return token.kind() == Token.Kind.COMMENT && token.in(text).startsWith("--") && token.end() == text.length();
    }

    /** In capitals; what is in quotes stays as it is. */
    String folded() {
        return isQuoted() ? text : text.toUpperCase(Locale.ROOT);
    }

    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }

    boolean keyword() {
        return kind == Token.Kind.KEYWORD;
    }

    boolean isName() {
        return kind == Token.Kind.KEYWORD || kind == Token.Kind.IDENTIFIER;
    }

    boolean isQuoted() {
        return kind == Token.Kind.IDENTIFIER && text.startsWith("\"");
    }

    /** A name as the catalog has it: without quotes, or in small letters. */
    String bare() {
        if (!isQuoted()) {
            return text.toLowerCase(Locale.ROOT);
        }
        String end = closed && text.length() > 1 ? text.substring(1, text.length() - 1) : text.substring(1);
        return end.replace("\"\"", "\"");
    }

    int end() {
        return start + text.length();
    }
}
