package dev.memcheck.run;

import dev.memcheck.snapshot.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The session so far, as far as it is kept. Its memory is bounded: the oldest moments are thinned.
 *
 * @param connected the tree when the backend was connected, if it was seen
 * @param moments oldest first; their numbers grow, with gaps where some were thinned or no window was open
 * @param thinned how many moments were dropped
 */
public record Timeline(Optional<Snapshot> connected, List<Moment> moments, int thinned) {
    public Timeline {
        Objects.requireNonNull(connected);
        moments = List.copyOf(moments);
    }

    public static Timeline empty() {
        return new Timeline(Optional.empty(), List.of(), 0);
    }
}
