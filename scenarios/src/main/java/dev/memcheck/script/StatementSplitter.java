package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a session text into statements, window lines and commands, for prompt and files alike. Never fails; the texts of
 * the pieces in a row give back the whole.
 */
public final class StatementSplitter {
    private static final Set<String> BARE_COMMANDS = Set.of("help", "quit", "exit");

    private static final String END_OF_DATA = "\\.";

    /** As in psql: ends a command's words, and what follows in the line may be SQL. */
    private static final String SEPARATOR = "\\\\";

    private final String text;
    private int at;

    /** Whether a backslash does in plain quotes. */
    private boolean escapes;

    private StatementSplitter(String text, boolean escapes) {
        this.text = text;
        this.escapes = escapes;
    }

    /** All pieces of a text, in its order; none for the empty text. */
    public static List<Piece> split(String text) {
        return split(text, false);
    }

    /** @param escapes whether a backslash does in plain quotes, until a statement says otherwise */
    static List<Piece> split(String text, boolean escapes) {
        List<Piece> pieces = new ArrayList<>();
        StatementSplitter splitter = new StatementSplitter(text, escapes);
        while (splitter.at < text.length()) {
            Piece piece = splitter.next();
            pieces.add(piece);
            if (piece.kind() == Piece.Kind.SQL) {
                splitter.escapes = StringRules.escapeAfter(piece.bodyIn(text), splitter.escapes);
            }
        }
        return pieces;
    }

    /**
     * Whether a person who typed this wants it run, or will go on in the next line. SQL waits for its semicolon, unless
     * its line already holds something complete: {@code begin; SELECT f()} runs both. A text with an error that more
     * lines cannot mend is complete.
     */
    public static Completeness completeness(String text) {
        int blocks = 0;
        int earlierEnd = -1;
        for (Piece piece : split(text)) {
            if (piece.ending() == Piece.Ending.CUT_SHORT) {
                return Completeness.COMPLETE;
            }
            if (piece.open().isPresent()) {
                Completeness waitsFor = piece.open().get().waitsFor();
                boolean sameLine = earlierEnd >= 0 && SqlScanner.lineEnd(text, earlierEnd) >= piece.bodyStart();
                if (waitsFor != Completeness.IN_STATEMENT || !sameLine) {
                    return waitsFor;
                }
            }
            if (piece.kind() == Piece.Kind.COMMAND) {
                blocks += LanguageCommand.opens(commandName(text, piece));
                if (blocks < 0) {
                    return Completeness.COMPLETE;
                }
            }
            earlierEnd = piece.kind() == Piece.Kind.EMPTY ? earlierEnd : piece.bodyEnd();
        }
        return blocks > 0 ? Completeness.IN_BLOCK : Completeness.COMPLETE;
    }

    /** Whether a text ends with a {@code COPY ... FROM STDIN} whose data can be typed when the server takes them. */
    public static boolean asksForData(String text) {
        List<Piece> pieces = split(text);
        return !pieces.isEmpty()
                && pieces.get(pieces.size() - 1).asksForData()
                && pieces.stream()
                        .noneMatch(piece -> piece.kind() == Piece.Kind.COMMAND
                                && LanguageCommand.shapesText(commandName(text, piece)));
    }

    /** Name of a command's piece without the backslash, empty if a backslash stands alone. */
    static String commandName(String text, Piece piece) {
        return text.substring(piece.bodyStart() + 1, commandNameEnd(text, piece));
    }

    static int commandNameEnd(String text, Piece piece) {
        return commandNameEnd(text, piece.bodyStart(), piece.bodyEnd());
    }

    static int commandNameEnd(String text, int backslash, int limit) {
        int end = backslash + 1;
        while (end < limit
                && !SqlScanner.isSpace(text.charAt(end))
                && text.charAt(end) != ';'
                && text.charAt(end) != '\\') {
            end++;
        }
        return end;
    }

    private int nameEnd(Token command) {
        return commandNameEnd(text, command.start(), command.end());
    }

    private Piece next() {
        int start = at;
        int hint = -1;
        SqlScanner scanner = new SqlScanner(text, at, text.length(), escapes);
        while (scanner.hasNext()) {
            Token token = scanner.next();
            if (hint < 0 && isHint(token)) {
                hint = token.start();
            }
            if (token.isTrivia()) {
                if (!token.closed()) {
                    return empty(start, text.length(), Piece.Ending.TEXT_END, opened(token));
                }
                continue;
            }
            if (token.is(text, ';')) {
                return empty(start, token.end(), Piece.Ending.SEMICOLON, Optional.empty());
            }
            if (token.kind() == Token.Kind.COMMAND) {
                return text.startsWith(SEPARATOR, token.start())
                        ? empty(start, token.start() + SEPARATOR.length(), Piece.Ending.LINE_END, Optional.empty())
                        : command(start, token);
            }
            if (WindowLine.isWindowWord(text, token)) {
                return window(start, token);
            }
            return isBareCommand(token)
                    ? bareCommand(start, token)
                    : sql(start, hint < 0 ? token.start() : hint, token, scanner);
        }
        return empty(start, text.length(), Piece.Ending.TEXT_END, Optional.empty());
    }

    /** A planner's hint in a comment belongs to the statement after it; other leading comments do not. */
    private boolean isHint(Token token) {
        return token.kind() == Token.Kind.COMMENT && text.startsWith("/*+", token.start()) && token.closed();
    }

    private Piece sql(int start, int bodyStart, Token first, SqlScanner scanner) {
        StatementTracker tracker = new StatementTracker(text);
        tracker.accept(first);
        CopyHead copy = new CopyHead(text);
        copy.accept(first);
        Token token = first;
        int bodyEnd = first.end();
        while (scanner.hasNext()) {
            token = scanner.next();
            Optional<SendingCommand> sender = SendingCommand.at(token, text);
            if (sender.isPresent()) {
                at = sender.get().end(text, nameEnd(token));
                return new Piece(Piece.Kind.SQL, start, bodyStart, bodyEnd, at, Piece.Ending.SENT, Optional.empty());
            }
            if (token.kind() == Token.Kind.COMMAND || tracker.isStrayWindowWord(token)) {
                at = token.start();
                return new Piece(
                        Piece.Kind.SQL, start, bodyStart, bodyEnd, at, Piece.Ending.CUT_SHORT, Optional.empty());
            }
            if (token.is(text, ';') && tracker.endsAtSemicolon()) {
                at = token.end();
                Piece piece = new Piece(
                        Piece.Kind.SQL, start, bodyStart, bodyEnd, at, Piece.Ending.SEMICOLON, Optional.empty());
                return copy.takesData() ? withData(piece) : piece;
            }
            tracker.accept(token);
            copy.accept(token);
            bodyEnd = token.isTrivia() ? bodyEnd : token.end();
        }
        Optional<Piece.Open> open = token.closed() ? tracker.open() : opened(token);
        at = text.length();
        return new Piece(
                Piece.Kind.SQL,
                start,
                bodyStart,
                bodyEnd,
                at,
                Piece.Ending.TEXT_END,
                Optional.of(open.orElse(new Piece.Open(Completeness.IN_STATEMENT, first.start()))));
    }

    private Piece window(int start, Token word) {
        WindowLine.Extent extent = WindowLine.measure(text, word);
        return line(Piece.Kind.WINDOW, start, word.start(), extent.bodyEnd(), extent.end(), extent.open());
    }

    private boolean isBareCommand(Token token) {
        return token.isWord(text) && BARE_COMMANDS.contains(token.in(text).toLowerCase(Locale.ROOT));
    }

    private Piece bareCommand(int start, Token word) {
        int end = word.end();
        while (end < text.length() && text.charAt(end) != ';' && !SqlScanner.isLineBreak(text.charAt(end))) {
            end++;
        }
        return line(Piece.Kind.WORD, start, word.start(), trimmed(word.end(), end), end, Optional.empty());
    }

    private Piece command(int start, Token token) {
        int nameEnd = nameEnd(token);
        int end = SendingCommand.at(token, text)
                .map(sender -> sender.end(text, nameEnd))
                .orElseGet(() -> LanguageCommand.takesWholeLine(text.substring(token.start() + 1, nameEnd))
                                || text.startsWith("|", CommandWords.afterSpace(text, nameEnd))
                        ? SqlScanner.lineEnd(text, token.start())
                        : CommandWords.end(text, nameEnd));
        Piece piece =
                line(Piece.Kind.COMMAND, start, token.start(), trimmed(token.start(), end), end, Optional.empty());
        boolean copies = text.substring(token.start() + 1, nameEnd).equals(CopyLine.COMMAND);
        return copies && CopyLine.takesData(text.substring(nameEnd, piece.bodyEnd())) ? withData(piece) : piece;
    }

    /** The piece with the lines after it; as it is if something else stands in its line. */
    private Piece withData(Piece piece) {
        int lineEnd = SqlScanner.lineEnd(text, piece.end());
        String rest = text.substring(piece.end(), lineEnd).strip();
        if (!rest.isEmpty() && !rest.startsWith("--")) {
            return piece;
        }
        int from = Math.min(afterBreak(lineEnd), text.length());
        for (int line = from; line < text.length(); line = afterBreak(SqlScanner.lineEnd(text, line))) {
            int end = SqlScanner.lineEnd(text, line);
            if (text.substring(line, end).equals(END_OF_DATA)) {
                at = end;
                return with(piece, Optional.empty(), new Piece.Data(from, line));
            }
        }
        at = text.length();
        return with(
                piece,
                Optional.of(new Piece.Open(Completeness.IN_DATA, piece.bodyStart())),
                new Piece.Data(from, text.length()));
    }

    private Piece with(Piece piece, Optional<Piece.Open> open, Piece.Data data) {
        Piece.Ending ending = piece.kind() == Piece.Kind.SQL ? piece.ending() : Piece.Ending.LINE_END;
        return new Piece(
                piece.kind(), piece.start(), piece.bodyStart(), piece.bodyEnd(), at, ending, open, Optional.of(data));
    }

    private int afterBreak(int lineEnd) {
        return lineEnd + (text.startsWith("\r\n", lineEnd) ? 2 : 1);
    }

    /** A piece that ends with its line or, if it takes no whole line, at a semicolon. */
    private Piece line(Piece.Kind kind, int start, int bodyStart, int bodyEnd, int end, Optional<Piece.Open> open) {
        boolean semicolon = end < text.length() && text.charAt(end) == ';';
        at = semicolon ? end + 1 : end;
        Piece.Ending ending = semicolon
                ? Piece.Ending.SEMICOLON
                : end < text.length() ? Piece.Ending.LINE_END : Piece.Ending.TEXT_END;
        return new Piece(kind, start, bodyStart, bodyEnd, at, ending, open);
    }

    private Piece empty(int start, int end, Piece.Ending ending, Optional<Piece.Open> open) {
        at = end;
        return new Piece(Piece.Kind.EMPTY, start, end, end, end, ending, open);
    }

    private Optional<Piece.Open> opened(Token token) {
        return Optional.of(new Piece.Open(Completeness.of(token, text), token.start()));
    }

    private int trimmed(int from, int to) {
        int end = to;
        while (end > from && SqlScanner.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
