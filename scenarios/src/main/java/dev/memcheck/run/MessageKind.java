package dev.memcheck.run;

/** What a line to the user is. */
public enum MessageKind {
    /** Helps a person at the prompt; of no use in a file's output. */
    HINT,
    /** What is being done, for who waits. */
    PROGRESS,
    /** Something the reader of a result has to know. */
    NOTE,
    /** What was asked could not be done. */
    ERROR
}
