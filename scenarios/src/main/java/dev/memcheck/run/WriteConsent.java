package dev.memcheck.run;

/** Asks the person at the prompt whether what a window would write is to be kept. */
public interface WriteConsent {
    /** What may be answered. */
    enum Answer {
        /** Run it, and do not ask again in this window. */
        YES,
        /** Leave it. */
        NO,
        /** Run it in a transaction, which the person ends. */
        TRANSACTION
    }

    /** Whether the server is somebody's, so that what is written there matters. */
    boolean isWanted();

    /** Asks, on the loop's thread. Gives {@link Answer#NO} where nobody can answer. */
    Answer ask(String why);
}
