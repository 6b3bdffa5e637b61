package dev.memcheck.source;

import java.util.Objects;

/** Tries a call before it is written into a session file, on a server that is thrown away. */
public interface CallTrial {
    /** What came of a call. */
    enum End {
        GOOD,
        /** It failed each time, with the same error. */
        ERROR,
        /** It did not end in time. */
        WAITS,
        /** The extension, or a part of it, was gone after it. */
        DROPS,
        /** Good the first time, and an error from then on. */
        ONCE,
        /** Something else: it failed only now and then, or its backend was lost. */
        UNSURE
    }

    /**
     * How a call ended.
     *
     * @param state the error's code of five characters; empty if there was none
     * @param message of the error, or how it ended; raw server text
     */
    record Answer(End end, String state, String message) {
        public Answer {
            Objects.requireNonNull(end);
            Objects.requireNonNull(state);
            Objects.requireNonNull(message);
        }
    }

    /**
     * Tries it, in the session in which those before it were tried.
     *
     * @param call a statement
     * @param times how often
     */
    Answer of(String call, int times);
}
