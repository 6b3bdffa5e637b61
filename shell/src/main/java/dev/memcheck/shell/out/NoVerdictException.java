package dev.memcheck.shell.out;

/** What went wrong says nothing of what was to be run, and whoever started the program wants that told apart. */
public final class NoVerdictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoVerdictException(RuntimeException cause) {
        super(cause);
    }
}
