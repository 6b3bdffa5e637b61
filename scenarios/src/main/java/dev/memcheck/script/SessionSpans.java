package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;

/** The tokens of a session text for highlighting: SQL, commands and window words alike. */
public final class SessionSpans {
    private SessionSpans() {}

    /**
     * All tokens in order, without gaps. Unlike {@link SqlScanner#scan}, a quote in a command's line does not reach
     * beyond that line, and bare commands are commands.
     */
    public static List<Token> of(String text) {
        List<Token> spans = new ArrayList<>();
        for (Piece piece : StatementSplitter.split(text)) {
            spans.addAll(SqlScanner.scan(text, piece.start(), piece.bodyStart()));
            List<Token> body = SqlScanner.scan(text, piece.bodyStart(), piece.bodyEnd());
            if (piece.kind() == Piece.Kind.WORD) {
                Token word = body.get(0);
                body.set(0, new Token(Token.Kind.COMMAND, word.start(), word.end(), true));
            }
            spans.addAll(body);
            spans.addAll(SqlScanner.scan(text, piece.bodyEnd(), piece.headEnd()));
            if (piece.headEnd() < piece.end()) {
                // Data are plain.
                spans.add(new Token(Token.Kind.WHITESPACE, piece.headEnd(), piece.end(), true));
            }
        }
        return spans;
    }
}
