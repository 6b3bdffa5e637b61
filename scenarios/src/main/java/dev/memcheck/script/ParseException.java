package dev.memcheck.script;

import java.util.Objects;

/** A session text that cannot be read. Says what is wrong, where, and what was expected instead. */
public final class ParseException extends RuntimeException {
    /** Code points of a long line that are shown on either side of the mark. */
    private static final int SHOWN_BESIDE_MARK = 60;

    private static final String INDENT = "    ";
    private static final String CUT = "...";

    private final transient Position position;
    private final String problem;
    private final String expected;
    private final String sourceLine;

    /**
     * @param position where
     * @param problem what is wrong: no full stop, lower case first
     * @param expected what was expected or what to do, empty if there is nothing to say
     * @param sourceLine the line of the text
     */
    public ParseException(Position position, String problem, String expected, String sourceLine) {
        super(printable(position.toString()) + ": " + printable(problem)
                + (expected.isEmpty() ? "" : "; " + printable(expected)));
        this.position = Objects.requireNonNull(position);
        this.problem = printable(problem);
        this.expected = printable(expected);
        this.sourceLine = printable(sourceLine);
    }

    public Position position() {
        return position;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What was expected or what to do; empty if there is nothing to say. */
    public String expected() {
        return expected;
    }

    /** The line of the text, its control characters replaced one by one so that columns stay. */
    public String sourceLine() {
        return sourceLine;
    }

    /**
     * The error for people, lines separated by {@code \n}: position and problem, the source line, a caret under the
     * place, and what was expected. Long lines are cut around the place.
     */
    public String rendering() {
        int[] line = sourceLine.codePoints().toArray();
        int column = Math.min(position.column() - 1, line.length);
        int from = Math.max(0, column - SHOWN_BESIDE_MARK);
        int to = Math.min(line.length, column + SHOWN_BESIDE_MARK);
        String head = from > 0 ? CUT : "";
        String tail = to < line.length ? CUT : "";
        StringBuilder rendering = new StringBuilder()
                .append(printable(position.toString()))
                .append(": ")
                .append(problem)
                .append('\n')
                .append(INDENT)
                .append(head)
                .append(new String(line, from, to - from))
                .append(tail)
                .append('\n')
                .append(INDENT)
                .append(" ".repeat(head.length() + column - from))
                .append('^');
        if (!expected.isEmpty()) {
            rendering.append('\n').append(INDENT).append(expected);
        }
        return rendering.toString();
    }

    /** Replaces what a terminal could obey: a tab by a space, other control and format characters by a question mark. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(c == '\t' ? ' ' : isObeyed(c) ? '?' : c));
        return clean.toString();
    }

    private static boolean isObeyed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
