package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows {@code \copy}, as psql has it: {@code { TABLE [(COLUMNS)] | (QUERY) } { from | to } { 'FILE' | program 'COMMAND' |
 * stdin | stdout | pstdin | pstdout } [OPTIONS]}.
 *
 * @param from whether rows come from there, and do not go there
 * @param place what kind of place it is
 * @param name the file or the command; empty for the others
 * @param sql what the server is sent
 */
public record CopyLine(boolean from, Place place, String name, String sql) {
    /** The command's name, without the backslash. */
    public static final String COMMAND = "copy";

    /** Where rows come from or go to. */
    public enum Place {
        FILE,
        PROGRAM,
        /** The text itself, up to {@code \.}, or where results are printed. */
        TEXT,
        /** The standard input or output of the program. */
        PROCESS
    }

    /** What is wrong with a line. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Refusal(String problem) {
            super(problem);
        }
    }

    /** Whether the data of a line stand in the text after it. */
    static boolean takesData(String rest) {
        try {
            CopyLine line = of(rest);
            return line.from && line.place == Place.TEXT;
        } catch (Refusal wrong) {
            return false;
        }
    }

    /**
     * Reads a line that the parser let through.
     *
     * @param rest what follows the command's name
     */
    public static CopyLine of(String rest) {
        List<Token> tokens = new ArrayList<>(SqlScanner.scan(rest, 0, rest.length()));
        tokens.removeIf(Token::isTrivia);
        if (tokens.isEmpty()) {
            throw new Refusal("arguments required");
        }
        int direction = direction(rest, tokens);
        boolean from = tokens.get(direction).isWord(rest, "from");
        if (direction + 1 == tokens.size()) {
            throw new Refusal("parse error at end of line");
        }
        String what = rest.substring(0, tokens.get(direction).start()).strip();
        return target(rest, tokens.get(direction + 1), tokens.subList(direction + 2, tokens.size()), from, what);
    }

    private static int direction(String rest, List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is(rest, '(') ? 1 : token.is(rest, ')') ? -1 : 0;
            if (i > 0 && depth == 0 && (token.isWord(rest, "from") || token.isWord(rest, "to"))) {
                return i;
            }
        }
        throw new Refusal("from or to is missing");
    }

    private static CopyLine target(String rest, Token first, List<Token> more, boolean from, String what) {
        if (first.isWord(rest, "program")) {
            if (more.isEmpty() || !isString(more.get(0), rest)) {
                throw new Refusal("program lacks its command in quotes");
            }
            Token command = more.get(0);
            return of(from, Place.PROGRAM, unquoted(command.in(rest)), what, rest.substring(command.end()));
        }
        if (isString(first, rest)) {
            return of(from, Place.FILE, unquoted(first.in(rest)), what, rest.substring(first.end()));
        }
        int end = first.start();
        while (end < rest.length() && !SqlScanner.isSpace(rest.charAt(end)) && rest.charAt(end) != ';') {
            end++;
        }
        String word = rest.substring(first.start(), end);
        Optional<Place> place = place(word);
        return of(from, place.orElse(Place.FILE), place.isPresent() ? "" : word, what, rest.substring(end));
    }

    private static boolean isString(Token token, String rest) {
        return token.kind() == Token.Kind.STRING && token.closed() && rest.charAt(token.start()) == '\'';
    }

    /** As psql, which takes either word in either direction. */
    private static Optional<Place> place(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "stdin", "stdout" -> Optional.of(Place.TEXT);
            case "pstdin", "pstdout" -> Optional.of(Place.PROCESS);
            default -> Optional.empty();
        };
    }

    private static CopyLine of(boolean from, Place place, String name, String what, String options) {
        String sql = ("COPY " + what + (from ? " FROM STDIN " : " TO STDOUT ") + options.strip()).strip();
        return new CopyLine(from, place, name, sql);
    }

    private static String unquoted(String string) {
        return string.substring(1, string.length() - 1).replace("''", "'");
    }
}
