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
     */
    record Seen(Snapshot snapshot, Optional<String> activity) implements Observation {
        public Seen {
            Objects.requireNonNull(snapshot);
            Objects.requireNonNull(activity);
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
