package dev.memcheck.shell.prompt;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * The line that is being edited, seen from the cursor.
 *
 * @param line all of it
 * @param cursor offset of the cursor
 * @param start offset of the first char of the word that the cursor is in or behind
 * @param before the words that stand before it in its piece of the line, from the last semicolon or line end on
 */
record WordAtCursor(String line, int cursor, int start, List<String> before) implements CompletingParsedLine {
    private static final String BREAKS = " \t\n\r(),;=<>";

    static WordAtCursor of(String line, int cursor) {
        int start = cursor;
        while (start > 0 && BREAKS.indexOf(line.charAt(start - 1)) < 0) {
            start--;
        }
        int piece = start;
        while (piece > 0 && ";\n".indexOf(line.charAt(piece - 1)) < 0) {
            piece--;
        }
        List<String> before = new ArrayList<>();
        for (String word : line.substring(piece, start).split("[ \t\r(),=<>]+")) {
            if (!word.isEmpty()) {
                before.add(word);
            }
        }
        return new WordAtCursor(line, cursor, start, before);
    }

    @Override
    public String word() {
        return line.substring(start, cursor);
    }

    @Override
    public int wordCursor() {
        return cursor - start;
    }

    @Override
    public int wordIndex() {
        return before.size();
    }

    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(before);
        words.add(word());
        return words;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return word().length();
    }
}
