package dev.memcheck.script;

import java.util.Objects;

/**
 * A session text and where it came from. Finds lines and columns; cheapest when asked in the order of the text.
 */
final class SourceText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String name;
    private final String text;
    private int knownOffset;
    private int knownLine = 1;
    private int knownColumn = 1;

    SourceText(String name, String text) {
        this.name = Objects.requireNonNull(name);
        this.text = Objects.requireNonNull(text);
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** Line and column of an offset. Only {@code \n} starts a line, and a byte order mark takes no column, as editors count. */
    Position positionAt(int offset) {
        if (offset < knownOffset) {
            knownOffset = 0;
            knownLine = 1;
            knownColumn = 1;
        }
        while (knownOffset < offset) {
            char c = text.charAt(knownOffset++);
            if (c == '\n') {
                knownLine++;
                knownColumn = 1;
            } else if (c == BYTE_ORDER_MARK && knownOffset == 1) {
                continue;
            } else if (!Character.isLowSurrogate(c)
                    || knownOffset < 2
                    || !Character.isHighSurrogate(text.charAt(knownOffset - 2))) {
                knownColumn++;
            }
        }
        return new Position(name, knownLine, knownColumn);
    }

    /** A line by its number, which is 1-based and there. */
    String line(int number) {
        int start = 0;
        for (int line = 1; line < number; line++) {
            start = text.indexOf('\n', start) + 1;
        }
        return lineAt(start);
    }

    /** The whole line that holds an offset, without its line break. */
    String lineAt(int offset) {
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        if (start == 0 && text.indexOf(BYTE_ORDER_MARK) == 0) {
            start = 1;
        }
        int end = text.indexOf('\n', offset);
        end = end < 0 ? text.length() : end;
        return text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    ParseException error(int offset, String problem, String expected) {
        return new ParseException(positionAt(offset), problem, expected, lineAt(offset));
    }
}
