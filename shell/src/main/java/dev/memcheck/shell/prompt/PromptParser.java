package dev.memcheck.shell.prompt;

import dev.memcheck.script.Completeness;
import dev.memcheck.script.NearMiss;
import dev.memcheck.script.SqlKeywords;
import dev.memcheck.script.StatementSplitter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells JLine when a line is complete, what stays open in one that is not, and which word the cursor is in. Nothing is an
 * escape character here: a backslash begins a command, and in SQL it is the server's business.
 */
final class PromptParser implements Parser {
    /** Who types one of these alone in a line wants to leave the statement. */
    private static final Set<String> CALLS = Set.of("help", "quit", "exit");

    /** What works without a backslash and a semicolon, alone in its line. */
    private static final List<String> WORDS = List.of("help", "quit", "exit", "begin", "end");

    private final DataMode data;
    private Consumer<String> hints = hint -> {};

    PromptParser(DataMode data) {
        this.data = data;
    }

    /** @param hints takes what is said above the line that is typed */
    void tells(Consumer<String> hints) {
        this.hints = hints;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        boolean ends = data.isOn() || StatementSplitter.asksForData(line);
        if (!ends && (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT)) {
            Completeness completeness = StatementSplitter.completeness(line);
            if (!completeness.isComplete()) {
                if (context == ParseContext.ACCEPT_LINE) {
                    wayOut(line, completeness).ifPresent(hints);
                }
                throw new EOFError(-1, cursor, "not complete", completeness.sign());
            }
        }
        return WordAtCursor.of(line, cursor);
    }

    /** What to say to somebody who may not know that this waits for more. */
    private static Optional<String> wayOut(String line, Completeness completeness) {
        String waits = completeness.waitsFor() + ". Ctrl-C clears it all; then ";
        String last = lastLine(line);
        if (CALLS.contains(last)) {
            return Optional.of(
                    "\"" + last + "\" is now part of what you type, which waits for " + waits + last + " works.");
        }
        String only = line.strip();
        boolean isWord = only.chars().allMatch(Character::isLetter);
        return !isWord || SqlKeywords.all().stream().anyMatch(only::equalsIgnoreCase)
                ? Optional.empty()
                : NearMiss.of(only, WORDS)
                        .map(word -> "\"" + only + "\" is the beginning of a statement, which waits for " + waits + word
                                + " works.");
    }

    /** The last of several lines; empty if there is one only. */
    private static String lastLine(String text) {
        int start = text.lastIndexOf('\n') + 1;
        return start == 0 ? "" : text.substring(start).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isEscapeChar(char character) {
        return false;
    }
}
