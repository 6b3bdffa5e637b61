package dev.memcheck.backend;

import dev.memcheck.snapshot.Snapshot;
import java.util.Objects;
import java.util.Optional;

/** What came of looking at a backend from another one. */
public sealed interface Observation {
    /**
     * It answered.
     *
     * @param activity what it is doing, in a few words, if the server tells: state and statement; raw
     * @param note what who reads the tree must know, if there is something: that it did not answer, and its tree was read
     *     from outside; raw
     */
    record Seen(Snapshot snapshot, Optional<String> activity, Optional<String> note) implements Observation {
        public Seen {
            Objects.requireNonNull(snapshot);
            Objects.requireNonNull(activity);
            Objects.requireNonNull(note);
        }

        /** A look of which there is nothing to know. */
        public Seen(Snapshot snapshot, Optional<String> activity) {
            this(snapshot, activity, Optional.empty());
        }
    }

    /**
     * It did not: it is gone, is busy where it cannot be interrupted, or does not have the library.
     *
     * @param why one sentence; may hold raw server text
     */
    record Unseen(String why) implements Observation {
        public Unseen {
            Objects.requireNonNull(why);
        }
    }
}
