package dev.memcheck.shell.prompt;

import dev.memcheck.script.Completeness;
import dev.memcheck.script.StatementSplitter;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells JLine when a line is complete and which word the cursor is in. Nothing is an escape character here: a backslash
 * begins a command, and in SQL it is the server's business.
 */
final class PromptParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
            Completeness completeness = StatementSplitter.completeness(line);
            if (!completeness.isComplete()) {
                throw new EOFError(-1, cursor, "not complete", completeness.waitsFor());
            }
        }
        return WordAtCursor.of(line, cursor);
    }

    @Override
    public boolean isEscapeChar(char character) {
        return false;
    }
}
