package dev.memcheck.shell.out;

/** How much of a run is printed. */
public enum Loudness {
    /** Everything, as it happens. */
    ALL,
    /** A line for each file, and what fails. */
    BRIEF,
    /** What fails, and nothing where all is well. */
    FAILURES
}
