package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Writes expectations into a session text, each behind what it is of, and leaves everything else as it stands: comments,
 * layout, and what has an expectation already.
 */
public final class ExpectationInserter {
    private final SourceText source;
    private final String text;
    private final String lineBreak;
    private final List<Piece> pieces;

    /** What is put in at an offset, in the order of the text. */
    private final Map<Integer, String> insertions = new TreeMap<>();

    private int inserted;

    /**
     * @param name of the text, as in the positions of its items
     * @param text what was parsed without an error
     */
    public ExpectationInserter(String name, String text) {
        this.source = new SourceText(name, text);
        this.text = Objects.requireNonNull(text);
        this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        this.pieces = StatementSplitter.split(text);
    }

    /**
     * Puts expectations in.
     *
     * @param held what held of the item at a position, none if it is not known
     */
    public ExpectationInserter insert(Function<Position, List<Expectation>> held) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean runs = piece.kind() == Piece.Kind.SQL
                    || piece.kind() == Piece.Kind.WINDOW
                    || piece.kind() == Piece.Kind.COMMAND;
            List<Expectation> expectations =
                    runs && !isExpected(i) ? held.apply(source.positionAt(piece.bodyStart())) : List.of();
            if (!expectations.isEmpty()) {
                terminate(piece);
                insert(piece, expectations);
            }
        }
        return this;
    }

    /** Gives the last statement its semicolon, so that another text may follow. */
    public ExpectationInserter terminate() {
        if (!pieces.isEmpty()) {
            terminate(pieces.get(pieces.size() - 1));
        }
        return this;
    }

    /** How many expectations were put in. */
    public int inserted() {
        return inserted;
    }

    /**
     * The text as it is now.
     *
     * @param dropped positions of the items that are left out
     */
    public String text(Predicate<Position> dropped) {
        StringBuilder result = new StringBuilder(text.length());
        for (Piece piece : pieces) {
            boolean drop = piece.kind() != Piece.Kind.EMPTY && dropped.test(source.positionAt(piece.bodyStart()));
            append(result, piece.start(), drop ? piece.bodyStart() : piece.end());
        }
        return result.append(insertions.getOrDefault(text.length(), "")).toString();
    }

    private void append(StringBuilder result, int from, int to) {
        for (int at = from; at < to; at++) {
            result.append(insertions.getOrDefault(at, "")).append(text.charAt(at));
        }
    }

    /** Whether an expectation follows already. */
    private boolean isExpected(int index) {
        return pieces.stream()
                .skip(index + 1L)
                .filter(piece -> piece.kind() != Piece.Kind.EMPTY)
                .findFirst()
                .filter(piece -> piece.kind() == Piece.Kind.COMMAND)
                .map(piece -> StatementSplitter.commandName(text, piece))
                .filter(LanguageCommand.EXPECT.label()::equals)
                .isPresent();
    }

    private void terminate(Piece piece) {
        if (piece.kind() == Piece.Kind.SQL && piece.ending() == Piece.Ending.TEXT_END) {
            insertions.putIfAbsent(piece.bodyEnd(), ";");
        }
    }

    private void insert(Piece piece, List<Expectation> expectations) {
        // The last statement without a semicolon goes on to the end of the text, and its line ends before.
        int end = piece.ending() == Piece.Ending.TEXT_END ? piece.bodyEnd() : piece.end();
        int lineEnd = SqlScanner.lineEnd(text, end);
        String rest = text.substring(end, lineEnd).strip();
        boolean lineIsDone = rest.isEmpty() || rest.startsWith("--");
        List<String> lines = new ArrayList<>(List.of(""));
        for (Expectation expectation : expectations) {
            lines.add(indent(piece.bodyStart()) + "\\" + LanguageCommand.EXPECT.label() + " " + expectation);
            inserted++;
        }
        int at = lineIsDone ? lineEnd : end;
        if (!lineIsDone || at == text.length()) {
            lines.add("");
        }
        insertions.merge(at, String.join(lineBreak, lines), String::concat);
    }

    /** The blanks that the line at an offset begins with. */
    private String indent(int offset) {
        String line = source.lineAt(offset);
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
