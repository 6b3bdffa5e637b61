package dev.memcheck.capture;

/** How something is in a second run, compared to the first. The worst first. */
public enum Trend {
    /** It was not there before. */
    NEW,
    WORSE,
    BETTER,
    /** It is not there any more. */
    GONE
}
