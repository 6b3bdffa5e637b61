package dev.memcheck.script;

import java.util.List;
import java.util.Optional;

/** Reads {@code COPY ... FROM STDIN} with its lines, and {@code \copy}. */
final class CopyReader {
    private static final String FORM =
            "expected \\copy TABLE or (QUERY), then from or to, then a file, program 'COMMAND', stdin or" + " stdout";

    private final SourceText source;
    private final String text;
    private final SharedByTexts shared;

    CopyReader(SourceText source, SharedByTexts shared) {
        this.shared = shared;
        this.source = source;
        this.text = source.text();
    }

    /**
     * The lines of a piece are for the last of its statements.
     *
     * @throws ParseException if that wants some and there are none
     */
    void giveData(Piece piece, List<Item.Sql> statements) {
        if (statements.isEmpty()) {
            return;
        }
        int end = statements.size() - 1;
        Item.Sql last = statements.get(end);
        Optional<InlineData> data = data(piece);
        if (data.isEmpty() && CopyHead.takesData(last.text())) {
            throw source.error(
                    piece.bodyStart(),
                    "COPY FROM STDIN without data",
                    "they begin in the line after its semicolon, and a line with \\. alone ends them");
        }
        statements.set(end, new Item.Sql(last.position(), last.text(), last.sender(), data));
    }

    /**
     * The statement that {@code \copy} stands for; the command itself sends it. As in psql, no variable is put in.
     *
     * @throws ParseException if it is not to be understood
     */
    Item.Sql read(Piece piece, CommandLine line) {
        String rest = text.substring(line.start() + 1 + CopyLine.COMMAND.length(), line.end());
        try {
            CopyLine copy = CopyLine.of(rest);
            Item.Command command = new Item.Command(line.position(), line.text(), line.name(), rest.strip());
            return new Item.Sql(line.position(), copy.sql(), Optional.of(command), data(piece));
        } catch (CopyLine.Refusal wrong) {
            throw line.error("\\copy: " + wrong.getMessage(), FORM);
        }
    }

    private Optional<InlineData> data(Piece piece) {
        if (piece.asksForData()) {
            Position head = source.positionAt(piece.bodyEnd());
            Position next = new Position(head.source(), head.line() + 1, 1);
            return Optional.of(new InlineData(next, "", shared.typedData(source.name())));
        }
        return piece.data()
                .map(data -> new InlineData(source.positionAt(data.start()), text.substring(data.start(), data.end())));
    }
}
