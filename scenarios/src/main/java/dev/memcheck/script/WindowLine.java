package dev.memcheck.script;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The bare window words: {@code begin [name] [like 'pattern'] [options]} and {@code end [name]}. They end with their line
 * or at a semicolon, except that a JSON object may span lines. A word in quotes is the window's name, since what limits a
 * window must not be taken for its name, nor its name for a limit; a JSON object in quotes is options.
 */
final class WindowLine {
    /** Words after BEGIN that make it SQL's own. */
    private static final Set<String> SQL_AFTER_BEGIN =
            Set.of("work", "transaction", "isolation", "read", "not", "deferrable");

    /** Words after END that make it SQL's own. */
    private static final Set<String> SQL_AFTER_END = Set.of("work", "transaction", "and");

    private static final String LIKE = "like";
    private static final String BEGIN_FORM = "expected begin [name] [like 'pattern'] [{options}], in this order";
    private static final String END_FORM = "expected end [name]";

    private WindowLine() {}

    /**
     * How far a window line reaches.
     *
     * @param bodyEnd offset after what belongs to it
     * @param end offset of the semicolon or line break, or where the text ends
     * @param brace offset of the options, -1 if there are none
     * @param braceEnd offset after the options
     * @param open what has no end
     */
    record Extent(int bodyEnd, int end, int brace, int braceEnd, Optional<Piece.Open> open) {}

    /** Whether the word, which starts a statement, is bare {@code begin} or {@code end}. */
    static boolean isWindowWord(String text, Token word) {
        boolean begin = word.isWord(text, "begin");
        if (!begin && !word.isWord(text, "end")) {
            return false;
        }
        for (SqlScanner scanner = new SqlScanner(text, word.end(), text.length()); scanner.hasNext(); ) {
            Token next = scanner.next();
            if (!next.isTrivia()) {
                Set<String> sql = begin ? SQL_AFTER_BEGIN : SQL_AFTER_END;
                return !(next.isWord(text) && sql.contains(next.in(text).toLowerCase(Locale.ROOT)));
            }
            if (next.kind() == Token.Kind.WHITESPACE && next.in(text).chars().anyMatch(c -> c == '\n' || c == '\r')) {
                return true;
            }
        }
        return true;
    }

    /** Measures the line that starts with the word. */
    static Extent measure(String text, Token word) {
        int at = word.end();
        int bodyEnd = at;
        int brace = -1;
        int braceEnd = -1;
        while (at < text.length() && text.charAt(at) != ';' && !SqlScanner.isLineBreak(text.charAt(at))) {
            char c = text.charAt(at);
            if (text.startsWith("--", at) || text.startsWith("/*", at)) {
                Token comment = new SqlScanner(text, at, text.length()).next();
                if (!comment.closed()) {
                    return open(bodyEnd, text, brace, braceEnd, Completeness.IN_COMMENT, at);
                }
                at = comment.end();
            } else if (c == '{' && brace < 0) {
                brace = at;
                braceEnd = jsonEnd(text, at);
                if (braceEnd < 0) {
                    return open(text.length(), text, brace, text.length(), Completeness.IN_PARENTHESES, brace);
                }
                at = braceEnd;
                bodyEnd = at;
            } else {
                at = CommandWords.isQuote(c) ? quoteEnd(text, at) : at + 1;
                bodyEnd = SqlScanner.isSpace(c) ? bodyEnd : at;
            }
        }
        return new Extent(bodyEnd, at, brace, braceEnd, Optional.empty());
    }

    /**
     * Reads a window line.
     *
     * @param line the line with variables put in, the options left as they are
     * @param optionsStart offset of the options in the line, its length if there are none
     * @param optionsEnd offset after the options
     * @throws ParseException if it has another form
     */
    static Item parse(Fragment line, int optionsStart, int optionsEnd) {
        TokenCursor cursor = new TokenCursor(line, 0, optionsStart);
        Position position = line.positionAt(0);
        if (cursor.next().isWord(line.text(), "end")) {
            Optional<String> name = windowName(cursor);
            cursor.requireEnd(END_FORM);
            if (optionsStart < line.text().length()) {
                throw line.error(optionsStart, "end takes no options", END_FORM);
            }
            return new Item.End(position, line.text(), name);
        }
        Optional<String> name = atLike(cursor) || atOptions(cursor) ? Optional.empty() : windowName(cursor);
        Optional<String> pattern = atLike(cursor) ? Optional.of(pattern(cursor)) : Optional.empty();
        Optional<String> options = atOptions(cursor) ? Optional.of(cursor.plainString("options")) : Optional.empty();
        if (!cursor.atEnd()) {
            throw cursor.error(cursor.found(), beginHint(cursor));
        }
        if (optionsStart < line.text().length()) {
            if (options.isPresent()) {
                throw line.error(optionsStart, "options a second time", BEGIN_FORM);
            }
            options = Optional.of(line.text().substring(optionsStart, optionsEnd));
            new TokenCursor(line, optionsEnd, line.text().length()).requireEnd(BEGIN_FORM);
        }
        return new Item.Begin(position, line.text(), name, pattern, options);
    }

    /** Whether the word stands here that a pattern follows; in quotes it is a name like any other. */
    private static boolean atLike(TokenCursor cursor) {
        return cursor.peek().equalsIgnoreCase(LIKE);
    }

    /** Whether a JSON object in quotes stands here, as who knows the SQL function writes it. */
    private static boolean atOptions(TokenCursor cursor) {
        return cursor.at(Token.Kind.STRING)
                && cursor.peek().startsWith("'")
                && cursor.peek().substring(1).stripLeading().startsWith("{");
    }

    private static Optional<String> windowName(TokenCursor cursor) {
        if (!cursor.at(Token.Kind.STRING)) {
            return name(cursor);
        }
        int offset = cursor.offset();
        String name = cursor.name("a name for the window");
        if (name.isBlank()) {
            throw cursor.errorAt(offset, "a name that says nothing", BEGIN_FORM);
        }
        return Optional.of(name);
    }

    private static String pattern(TokenCursor cursor) {
        cursor.next();
        int offset = cursor.offset();
        String pattern = cursor.plainString("a pattern of context names");
        if (pattern.isEmpty()) {
            throw cursor.errorAt(
                    offset, "an empty pattern, which is like no name", "leave out like to see every context");
        }
        return pattern;
    }

    /** What to write instead of the token here, which has no place in the line. */
    private static String beginHint(TokenCursor cursor) {
        if (cursor.at(Token.Kind.STRING)) {
            return BEGIN_FORM + ": a pattern comes after the word like";
        }
        return cursor.peek().equals("(")
                ? "expected begin 'name' or begin like 'pattern', without parentheses; the SQL function of that name is"
                        + " SELECT ext_memcheck.begin(...)"
                : BEGIN_FORM;
    }

    private static Optional<String> name(TokenCursor cursor) {
        return cursor.atName() ? Optional.of(cursor.name("a name for the window")) : Optional.empty();
    }

    private static Extent open(int bodyEnd, String text, int brace, int braceEnd, Completeness waitsFor, int offset) {
        return new Extent(bodyEnd, text.length(), brace, braceEnd, Optional.of(new Piece.Open(waitsFor, offset)));
    }

    /** Offset after the quoted text, or the end of its line: a name or pattern never spans lines. */
    private static int quoteEnd(String text, int start) {
        int at = start + 1;
        while (at < text.length() && !SqlScanner.isLineBreak(text.charAt(at))) {
            if (text.charAt(at++) == text.charAt(start)) {
                return at;
            }
        }
        return at;
    }

    /** Offset after the JSON object that starts at {@code start}, -1 if it has no end. What is in it the server checks. */
    private static int jsonEnd(String text, int start) {
        int depth = 0;
        boolean inString = false;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (inString) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (--depth == 0) {
                    return at + 1;
                }
            }
        }
        return -1;
    }
}
