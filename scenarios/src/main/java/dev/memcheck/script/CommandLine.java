package dev.memcheck.script;

import java.util.List;

/**
 * A backslash command as it stands in a source: its name, and the rest of its line without a semicolon or {@code --}
 * comment at the end.
 */
final class CommandLine {
    private static final List<String> BACKEND_OPTIONS = List.of("preload", "setting");
    private static final String BACKEND_FORM = "expected \\backend preload=LIBRARY setting=NAME=VALUE";

    private final SourceText source;
    private final Variables variables;
    private final int start;
    private final int nameEnd;
    private final int end;
    private final Position position;

    private CommandLine(SourceText source, Variables variables, int start, int nameEnd, int end) {
        this.source = source;
        this.variables = variables;
        this.start = start;
        this.nameEnd = nameEnd;
        this.end = end;
        this.position = source.positionAt(start);
    }

    /**
     * Finds the parts of a command.
     *
     * @throws ParseException if a quote has no end, or something follows a semicolon right after the name
     */
    static CommandLine of(SourceText source, Piece piece, Variables variables) {
        return of(source, piece.bodyStart(), piece.bodyEnd(), variables);
    }

    /**
     * The command that sends a statement.
     *
     * @param piece one that ends with it
     */
    static CommandLine sending(SourceText source, Piece piece, Variables variables) {
        int start = piece.bodyEnd();
        for (SqlScanner scanner = new SqlScanner(source.text(), start, piece.end()); scanner.hasNext(); ) {
            Token token = scanner.next();
            if (token.kind() == Token.Kind.COMMAND) {
                return of(source, token.start(), piece.end(), variables);
            }
        }
        throw new IllegalArgumentException("no command sends this");
    }

    private static CommandLine of(SourceText source, int start, int limit, Variables variables) {
        String text = source.text();
        int nameEnd = StatementSplitter.commandNameEnd(text, start, limit);
        String name = text.substring(start + 1, nameEnd);
        boolean likeSql = LanguageCommand.ofName(name)
                .filter(LanguageCommand::hasSqlArguments)
                .isPresent();
        int end = likeSql ? sqlEnd(text, nameEnd, limit) : wordsEnd(source, nameEnd, limit);
        if (end > nameEnd && text.charAt(nameEnd) == ';') {
            throw source.error(
                    nameEnd,
                    "a command takes the rest of its line",
                    "put what follows \\" + name + " in the next line");
        }
        return new CommandLine(source, variables, start, nameEnd, end);
    }

    String name() {
        return source.text().substring(start + 1, nameEnd);
    }

    Position position() {
        return position;
    }

    /** Offset of the backslash. */
    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** As written, from the backslash on. */
    String text() {
        return source.text().substring(start, end);
    }

    /** What follows the name, variables put in as in SQL. */
    Fragment sqlArguments() {
        Fragment.Builder builder = Fragment.of(source);
        variables.addSql(source, nameEnd, end, builder);
        return builder.build();
    }

    /** What follows the name, variables put in as in a line of words. */
    Fragment wordArguments() {
        Fragment.Builder builder = Fragment.of(source);
        variables.addWords(source, nameEnd, end, builder);
        return builder.build();
    }

    /** The words after the name, variables put in and quotes taken off. */
    List<String> words() {
        return CommandWords.split(wordArguments().text());
    }

    /** The command for the caller to run. */
    Item.Command command() {
        return new Item.Command(position, text(), name(), wordArguments().text().strip());
    }

    /** The one argument of {@code \repeat}. */
    int times() {
        TokenCursor cursor = TokenCursor.ofLine(sqlArguments());
        int times = times(cursor, "\\repeat");
        cursor.requireEnd("expected \\repeat N and nothing more");
        return times;
    }

    /** The item of {@code \warmup N SQL}. */
    Item.Warmup warmup() {
        Fragment line = sqlArguments();
        TokenCursor cursor = TokenCursor.ofLine(line);
        int times = times(cursor, "\\warmup");
        int sqlStart = cursor.offset();
        String form = "expected \\warmup N SQL, one statement in one line";
        String sql = null;
        for (Piece piece : StatementSplitter.split(line.text().substring(sqlStart))) {
            int offset = sqlStart + piece.bodyStart();
            piece.open()
                    .filter(open -> open.waitsFor() != Completeness.IN_STATEMENT)
                    .ifPresent(open -> {
                        throw line.error(
                                sqlStart + open.offset(), open.waitsFor().problem(), form);
                    });
            if (piece.kind() == Piece.Kind.EMPTY) {
                continue;
            }
            if (sql != null || piece.kind() != Piece.Kind.SQL || piece.ending() == Piece.Ending.CUT_SHORT) {
                throw line.error(offset, "\\warmup takes one SQL statement", form);
            }
            sql = piece.bodyIn(line.text().substring(sqlStart));
        }
        if (sql == null) {
            throw line.error(sqlStart, "\\warmup has no statement", form);
        }
        return new Item.Warmup(position, text(), times, sql);
    }

    /** The one word that the command takes. */
    String onlyWord(String form) {
        List<String> words = words();
        if (words.size() != 1 || words.get(0).isEmpty()) {
            throw argumentError("\\" + name() + " takes one argument", form);
        }
        return words.get(0);
    }

    void requireNoArguments() {
        if (end > nameEnd) {
            throw argumentError("\\" + name() + " takes nothing more", "end the line after \\" + name());
        }
    }

    void requireBackendOptions() {
        List<String> words = words();
        if (words.isEmpty()) {
            throw error("\\backend says nothing", BACKEND_FORM);
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            if (!BACKEND_OPTIONS.contains(key)) {
                String hint = NearMiss.hint(key, BACKEND_OPTIONS, "");
                throw argumentError("unknown option " + key + " of \\backend", hint.isEmpty() ? BACKEND_FORM : hint);
            }
            boolean pair = value.indexOf('=') > 0;
            if (value.isEmpty() || (key.equals("setting") && !pair)) {
                throw argumentError("option " + key + " of \\backend has no value", BACKEND_FORM);
            }
        }
    }

    /** An error at the backslash. */
    ParseException error(String problem, String expected) {
        return source.error(start, problem, expected);
    }

    /** An error at what follows the name. */
    ParseException argumentError(String problem, String expected) {
        int argument = nameEnd;
        while (argument < end && SqlScanner.isSpace(source.text().charAt(argument))) {
            argument++;
        }
        return source.error(argument, problem, expected);
    }

    private static int times(TokenCursor cursor, String command) {
        return (int) cursor.wholeNumber("how many times " + command + " runs", 1, Integer.MAX_VALUE);
    }

    /** Offset after the arguments by the rules of SQL: before comments and semicolons at the end. */
    private static int sqlEnd(String text, int from, int to) {
        int end = from;
        for (Token token : SqlScanner.scan(text, from, to)) {
            end = token.isTrivia() || token.is(text, ';') ? end : token.end();
        }
        return end;
    }

    /** Offset after the arguments by the rules of words: before a comment, semicolons and white space at the end. */
    private static int wordsEnd(SourceText source, int from, int to) {
        String text = source.text();
        int at = from;
        int end = to;
        while (at < end) {
            if (CommandWords.isQuote(text.charAt(at))) {
                int quoteEnd = CommandWords.quoteEnd(text, at, end);
                if (quoteEnd > end) {
                    throw source.error(at, "a quote without an end", "close it, or double it inside quotes");
                }
                at = quoteEnd;
            } else if (isComment(text, at, end)) {
                end = at;
            } else {
                at++;
            }
        }
        while (end > from && (SqlScanner.isSpace(text.charAt(end - 1)) || text.charAt(end - 1) == ';')) {
            end--;
        }
        return end;
    }

    /** Two dashes between spaces start a comment; {@code --option} does not. */
    private static boolean isComment(String text, int at, int end) {
        return text.startsWith("--", at)
                && SqlScanner.isSpace(text.charAt(at - 1))
                && (at + 2 >= end || SqlScanner.isSpace(text.charAt(at + 2)));
    }
}
