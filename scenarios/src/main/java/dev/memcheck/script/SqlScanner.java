package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts SQL into tokens by the lexical rules that psql and the server share, with
 * {@code standard_conforming_strings} on. Every char belongs to exactly one token, so that the tokens in a row give back
 * the text. Never fails: a quote or comment without an end is a token that is not {@linkplain Token#closed closed}.
 *
 * <p>Public because highlighting, splitting and error marks must agree on what a token is.
 */
public final class SqlScanner {
    /** As in psql: what follows is sent together with what stands before. */
    static final String COMBINES = "\\;";

    private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";

    private final String text;
    private final int limit;
    private final boolean escapes;
    private int at;

    /** Scans the chars from {@code from} to before {@code to}; offsets in spans are those of the whole text. */
    SqlScanner(String text, int from, int to) {
        this(text, from, to, false);
    }

    /** @param escapes whether a backslash does in plain quotes, as with {@code standard_conforming_strings} off */
    SqlScanner(String text, int from, int to, boolean escapes) {
        if (from < 0 || to > text.length() || from > to) {
            throw new IndexOutOfBoundsException(from + " to " + to + " in " + text.length() + " chars");
        }
        this.text = text;
        this.escapes = escapes;
        this.at = from;
        this.limit = to;
    }

    /** All tokens of a text. */
    public static List<Token> scan(String text) {
        return scan(text, 0, text.length());
    }

    /** All tokens of a part of a text. */
    static List<Token> scan(String text, int from, int to) {
        List<Token> spans = new ArrayList<>();
        for (SqlScanner scanner = new SqlScanner(text, from, to); scanner.hasNext(); ) {
            spans.add(scanner.next());
        }
        return spans;
    }

    boolean hasNext() {
        return at < limit;
    }

    /**
     * The next token.
     *
     * @throws NoSuchElementException at the end
     */
    Token next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the text ends at " + limit);
        }
        int start = at;
        char c = text.charAt(at);
        if (isSpace(c) || (c == '\uFEFF' && at == 0)) {
            at++;
            skipSpace();
            return span(Token.Kind.WHITESPACE, start);
        }
        if (startsWith("--", at)) {
            skipLine();
            return span(Token.Kind.COMMENT, start);
        }
        if (startsWith("/*", at)) {
            return blockComment(start);
        }
        if (c == '\'' || c == '"') {
            return quoted(start, at, escapes && c == '\'');
        }
        if (c == '$') {
            return dollar(start);
        }
        if (c == ':') {
            return colon(start);
        }
        if (c == '\\' && startsWith(COMBINES, at)) {
            at += COMBINES.length();
            return span(Token.Kind.OPERATOR, start);
        }
        if (c == '\\') {
            at++;
            while (at < limit && !isSpace(text.charAt(at))) {
                at++;
            }
            return span(Token.Kind.COMMAND, start);
        }
        if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
            return number(start);
        }
        if (isLetter(c)) {
            return word(start);
        }
        at++;
        if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            while (at < limit
                    && OPERATOR_CHARACTERS.indexOf(text.charAt(at)) >= 0
                    && !startsWith("--", at)
                    && !startsWith("/*", at)) {
                at++;
            }
        }
        return span(Token.Kind.OPERATOR, start);
    }

    /** White space as the server sees it: ASCII only, so a no-break space is part of a name. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000B';
    }

    static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }

    /** Whether a variable's name may hold this char. */
    static boolean isVariableCharacter(char c) {
        return isLetter(c) || isDigit(c);
    }

    /** Offset of the line break at or after {@code from}, or the text's length. */
    static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && !isLineBreak(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private Token blockComment(int start) {
        at += 2;
        int depth = 1;
        while (at < limit && depth > 0) {
            if (startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        }
        return new Token(Token.Kind.COMMENT, start, at, depth == 0);
    }

    /** A string or a name in quotes; {@code quote} is where the quote itself stands, after a prefix. */
    private Token quoted(int start, int quote, boolean escapes) {
        char mark = text.charAt(quote);
        Token.Kind kind = mark == '"' ? Token.Kind.IDENTIFIER : Token.Kind.STRING;
        at = quote + 1;
        while (at < limit) {
            char c = text.charAt(at);
            if (escapes && c == '\\') {
                at = Math.min(at + 2, limit);
            } else if (c != mark) {
                at++;
            } else if (charAt(at + 1) == mark) {
                at += 2;
            } else {
                at++;
                // A string goes on after a line break, with the same escapes; for the others that changes nothing.
                int next = escapes ? continuation() : -1;
                if (next < 0) {
                    return span(kind, start);
                }
                at = next + 1;
            }
        }
        return new Token(kind, start, at, false);
    }

    /** Where the string that just ended goes on, -1 if it does not. */
    private int continuation() {
        int end = at;
        boolean brokenLine = false;
        while (at < limit) {
            if (startsWith("--", at)) {
                skipLine();
            } else if (isSpace(text.charAt(at))) {
                brokenLine |= isLineBreak(text.charAt(at));
                at++;
            } else {
                break;
            }
        }
        int next = brokenLine && charAt(at) == '\'' ? at : -1;
        at = end;
        return next;
    }

    private Token dollar(int start) {
        at++;
        if (isDigit(charAt(at))) {
            skipDigits();
            return span(Token.Kind.VARIABLE, start);
        }
        int tagEnd = at;
        if (isLetter(charAt(tagEnd))) {
            while (isVariableCharacter(charAt(tagEnd))) {
                tagEnd++;
            }
        }
        if (charAt(tagEnd) != '$') {
            return span(Token.Kind.OPERATOR, start);
        }
        String tag = text.substring(start, tagEnd + 1);
        at = tagEnd + 1;
        while (at < limit && !startsWith(tag, at)) {
            at++;
        }
        boolean closed = at < limit;
        at = closed ? at + tag.length() : limit;
        return new Token(Token.Kind.STRING, start, at, closed);
    }

    private Token colon(int start) {
        at++;
        char next = charAt(at);
        if (next == ':' || next == '=') {
            at++;
            return span(Token.Kind.OPERATOR, start);
        }
        boolean inQuotes = next == '\'' || next == '"';
        boolean asks = next == '{' && charAt(at + 1) == '?';
        int nameStart = asks ? at + 2 : inQuotes ? at + 1 : at;
        int nameEnd = nameStart;
        while (isVariableCharacter(charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == nameStart || inQuotes && charAt(nameEnd) != next || asks && charAt(nameEnd) != '}') {
            return span(Token.Kind.OPERATOR, start);
        }
        at = inQuotes || asks ? nameEnd + 1 : nameEnd;
        return span(Token.Kind.VARIABLE, start);
    }

    private Token number(int start) {
        if (text.charAt(at) == '0' && "xXoObB".indexOf(charAt(at + 1)) >= 0 && isVariableCharacter(charAt(at + 2))) {
            at += 2;
            while (isVariableCharacter(charAt(at))) {
                at++;
            }
            return span(Token.Kind.NUMBER, start);
        }
        skipDigits();
        // 1..10 is a range, not 1. and .10
        if (charAt(at) == '.' && charAt(at + 1) != '.') {
            at++;
            skipDigits();
        }
        if (charAt(at) == 'e' || charAt(at) == 'E') {
            int exponent = charAt(at + 1) == '+' || charAt(at + 1) == '-' ? at + 2 : at + 1;
            if (isDigit(charAt(exponent))) {
                at = exponent;
                skipDigits();
            }
        }
        return span(Token.Kind.NUMBER, start);
    }

    private Token word(int start) {
        char first = text.charAt(at);
        char second = charAt(at + 1);
        if (second == '\'' && "eEbBxXnN".indexOf(first) >= 0) {
            return quoted(start, at + 1, first == 'e' || first == 'E');
        }
        if ((first == 'u' || first == 'U') && second == '&' && (charAt(at + 2) == '\'' || charAt(at + 2) == '"')) {
            return quoted(start, at + 2, false);
        }
        while (isLetter(charAt(at)) || isDigit(charAt(at)) || charAt(at) == '$') {
            at++;
        }
        boolean qualified = start > 0 && text.charAt(start - 1) == '.';
        boolean keyword = !qualified && SqlKeywords.contains(text.substring(start, at));
        return span(keyword ? Token.Kind.KEYWORD : Token.Kind.IDENTIFIER, start);
    }

    private Token span(Token.Kind kind, int start) {
        return new Token(kind, start, at, true);
    }

    private void skipSpace() {
        while (at < limit && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private void skipLine() {
        while (at < limit && !isLineBreak(text.charAt(at))) {
            at++;
        }
    }

    private void skipDigits() {
        while (isDigit(charAt(at)) || (charAt(at) == '_' && isDigit(charAt(at + 1)))) {
            at++;
        }
    }

    private boolean startsWith(String mark, int offset) {
        return offset + mark.length() <= limit && text.startsWith(mark, offset);
    }

    /** The char there, NUL at or after the limit. */
    private char charAt(int offset) {
        return offset < limit ? text.charAt(offset) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= '\u0080';
    }
}
