package dev.memcheck.shell.prompt;

import dev.memcheck.script.LanguageCommand;
import dev.memcheck.script.Piece;
import dev.memcheck.script.StatementSplitter;
import java.util.List;
import java.util.Optional;

/**
 * A command that was typed in the middle of a statement, in a line of its own: as in psql it is run at once, and the statement
 * waits. So {@code \?} and {@code \q} help who does not know what the prompt waits for.
 *
 * @param command what is run
 * @param kept what is typed on afterwards
 */
record Interjection(String command, String kept) {
    /** Empty if the text is something else; what the language itself has is part of the text that it stands in. */
    static Optional<Interjection> of(String text) {
        int lineStart = text.lastIndexOf('\n') + 1;
        if (lineStart == 0 || !text.startsWith("\\", lineStart)) {
            return Optional.empty();
        }
        List<Piece> pieces = StatementSplitter.split(text);
        Piece last = pieces.get(pieces.size() - 1);
        boolean inside = pieces.size() > 1
                && last.kind() == Piece.Kind.COMMAND
                && last.bodyStart() == lineStart
                && pieces.get(pieces.size() - 2).ending() == Piece.Ending.CUT_SHORT;
        String command = text.substring(lineStart).strip();
        return inside && LanguageCommand.ofName(name(command)).isEmpty()
                ? Optional.of(new Interjection(command, text.substring(0, lineStart)))
                : Optional.empty();
    }

    private static String name(String command) {
        return command.substring(1).split("[\\s;]", 2)[0];
    }
}
