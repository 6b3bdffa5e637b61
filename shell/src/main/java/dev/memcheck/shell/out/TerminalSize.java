package dev.memcheck.shell.out;

/** How much room there is for one screenful. Asked anew for every picture, because terminals are resized. */
public interface TerminalSize {
    /** For a file or a pipe: lines as long as they need, up to what a person can read, and nothing scrolls away. */
    TerminalSize UNBOUNDED = new TerminalSize() {
        @Override
        public int columns() {
            return 160;
        }

        @Override
        public int rows() {
            return Integer.MAX_VALUE;
        }
    };

    /** In cells, at least 1. */
    int columns();

    /** In lines, at least 1. */
    int rows();
}
