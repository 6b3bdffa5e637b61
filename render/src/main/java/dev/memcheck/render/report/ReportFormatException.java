package dev.memcheck.render.report;

/** A text that should be a report and is none. */
public final class ReportFormatException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    ReportFormatException(int line, String problem) {
        super(problem);
        this.line = line;
    }

    /** Where it is, from 1. */
    public int line() {
        return line;
    }
}
