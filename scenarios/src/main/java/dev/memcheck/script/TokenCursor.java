package dev.memcheck.script;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** Reads the tokens of a line one after another, white space and comments left out. */
final class TokenCursor {
    /** Stands between a size and a number of rows. */
    static final String OVER = "over";

    private final Fragment fragment;
    private final int end;
    private final List<Token> tokens;
    private int next;

    /** Reads the chars from {@code from} to before {@code to}. */
    TokenCursor(Fragment fragment, int from, int to) {
        this.fragment = fragment;
        this.end = to;
        this.tokens = SqlScanner.scan(fragment.text(), from, to).stream()
                .filter(token -> !token.isTrivia())
                .collect(Collectors.toUnmodifiableList());
    }

    /** Reads a whole line. */
    static TokenCursor ofLine(Fragment line) {
        return new TokenCursor(line, 0, line.text().length());
    }

    boolean atEnd() {
        return next == tokens.size();
    }

    boolean at(Token.Kind kind) {
        return !atEnd() && tokens.get(next).kind() == kind;
    }

    /** Whether a word stands here, bare or in double quotes. */
    boolean atName() {
        return at(Token.Kind.IDENTIFIER) || at(Token.Kind.KEYWORD);
    }

    /** Offset of the token here, or where the line ends. */
    int offset() {
        return atEnd() ? end : tokens.get(next).start();
    }

    /** Text of the token here as written, empty at the end. */
    String peek() {
        return atEnd() ? "" : tokens.get(next).in(fragment.text());
    }

    /**
     * Takes the token here.
     *
     * @throws NoSuchElementException at the end
     */
    Token next() {
        if (atEnd()) {
            throw new NoSuchElementException("the line ends at " + end);
        }
        return tokens.get(next++);
    }

    /** Takes a word, with its double quotes taken off, or a string. */
    String name(String what) {
        if (at(Token.Kind.STRING)) {
            return plainString(what);
        }
        if (!atName()) {
            throw error(found(), "expected " + what);
        }
        return unquoted(what, '"');
    }

    /** Takes a string in plain single quotes. */
    String plainString(String what) {
        if (!at(Token.Kind.STRING) || peek().charAt(0) != '\'') {
            throw error(found(), "expected " + what + " in single quotes");
        }
        return unquoted(what, '\'');
    }

    /** Takes a comparison sign. */
    Comparison comparison() {
        Comparison comparison = Comparison.ofSign(peek())
                .orElseThrow(() -> error(found(), "expected a comparison, one of " + Comparison.SIGNS));
        next();
        return comparison;
    }

    /** Takes a whole number from {@code least} to {@code most}. */
    long wholeNumber(String what, long least, long most) {
        String expected = "expected " + what + ", a whole number from " + least + " to " + most;
        if (!at(Token.Kind.NUMBER)) {
            throw error(found(), expected);
        }
        try {
            long number = Long.parseLong(peek());
            if (number >= least && number <= most) {
                next();
                return number;
            }
        } catch (NumberFormatException notWholeOrTooLarge) {
            // The message below says what is expected of either.
        }
        throw error("found " + peek(), expected);
    }

    /** Takes a comparison with a whole number from 0 on. */
    Bound bound(String what) {
        Comparison comparison = comparison();
        return new Bound(comparison, wholeNumber(what, 0, Long.MAX_VALUE));
    }

    /** Takes a comparison with a size: a whole number, and a unit if a word that is one follows. */
    Bound size(String what) {
        Bound plain = bound(what);
        String unit = peek();
        if (!atName()
                || unit.equalsIgnoreCase(OVER)
                || FindingClause.WORDS.stream().anyMatch(word -> isFirstOf(word, unit))) {
            return plain;
        }
        long factor = ByteSize.bytesOf(unit)
                .orElseThrow(() -> error("unknown unit " + unit, "expected " + ByteSize.UNIT_NAMES));
        try {
            Bound scaled = new Bound(plain.comparison(), Math.multiplyExact(plain.value(), factor));
            next();
            return scaled;
        } catch (ArithmeticException tooLarge) {
            throw error(plain.value() + " " + unit + " is too much", "expected fewer bytes than 2^63");
        }
    }

    /** Takes this very word, in either case. */
    void word(String word, String expected) {
        if (!peek().equalsIgnoreCase(word)) {
            throw error(found(), expected);
        }
        next();
    }

    /** Demands that nothing follows. */
    void requireEnd(String expected) {
        if (!atEnd()) {
            throw error(found(), expected);
        }
    }

    /** An error at the token here. */
    ParseException error(String problem, String expected) {
        return fragment.error(offset(), problem, expected);
    }

    /** An error at a token that was taken. */
    ParseException errorAt(int offset, String problem, String expected) {
        return fragment.error(offset, problem, expected);
    }

    /** What stands here, for a message. */
    String found() {
        if (atEnd()) {
            return "the line ends too early";
        }
        return at(Token.Kind.VARIABLE) ? "variable " + peek() + " is not set" : "found " + peek();
    }

    private static boolean isFirstOf(String words, String word) {
        return words.split(" ")[0].equalsIgnoreCase(word);
    }

    private String unquoted(String what, char quote) {
        Token token = tokens.get(next);
        String written = peek();
        if (!token.closed()) {
            throw error("quote without an end", "expected " + what + " with a closing " + quote);
        }
        next++;
        if (written.charAt(0) != quote) {
            return written;
        }
        String mark = String.valueOf(quote);
        return written.substring(1, written.length() - 1).replace(mark + mark, mark);
    }
}
