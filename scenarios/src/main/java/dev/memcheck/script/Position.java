package dev.memcheck.script;

/**
 * A place in a session text.
 *
 * @param source file name, or {@code stdin}, or {@code prompt}
 * @param line 1-based
 * @param column 1-based, in code points
 */
public record Position(String source, int line, int column) {
    @Override
    public String toString() {
        return source + ":" + line + ":" + column;
    }
}
