package dev.memcheck.script;

import java.util.Objects;

/**
 * One token of a text.
 *
 * @param kind what it is
 * @param start offset of its first char, 0-based
 * @param end offset after its last char
 * @param closed false if the text ends inside a quote or comment that this token opened
 */
public record Token(Kind kind, int start, int end, boolean closed) {
    /** What a token is. */
    public enum Kind {
        KEYWORD,
        IDENTIFIER,
        STRING,
        NUMBER,
        COMMENT,
        /** Operators, punctuation and anything else. */
        OPERATOR,
        WHITESPACE,
        /** A backslash and the name after it, or a bare {@code help}, {@code quit} or {@code exit}. */
        COMMAND,
        /** {@code :name}, {@code :'name'}, {@code :"name"}, or a parameter such as {@code $1}. */
        VARIABLE
    }

    public Token {
        Objects.requireNonNull(kind);
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a span from " + start + " to " + end + " holds nothing");
        }
    }

    /** The token's text, given the text that was scanned. */
    public String in(String text) {
        return text.substring(start, end);
    }

    /** Whether it separates tokens and means nothing itself. */
    public boolean isTrivia() {
        return kind == Kind.WHITESPACE || kind == Kind.COMMENT;
    }

    /** Whether it is this single character of punctuation. */
    boolean is(String text, char character) {
        return kind == Kind.OPERATOR && end - start == 1 && text.charAt(start) == character;
    }

    /** Whether it is a word without quotes. */
    boolean isWord(String text) {
        return kind == Kind.KEYWORD || kind == Kind.IDENTIFIER && text.charAt(end - 1) != '"';
    }

    /** Whether it is this word, whatever its case and without quotes. */
    boolean isWord(String text, String word) {
        return end - start == word.length()
                && (kind == Kind.KEYWORD || kind == Kind.IDENTIFIER)
                && text.regionMatches(true, start, word, 0, word.length());
    }
}
