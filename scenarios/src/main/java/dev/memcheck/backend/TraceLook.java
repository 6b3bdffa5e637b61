package dev.memcheck.backend;

import dev.memcheck.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a traced process at one moment.
 *
 * @param elapsed since the trace began
 * @param places that grew, the largest first
 * @param tree of the process, and what it has as a whole; empty if it did not show it
 */
public record TraceLook(Duration elapsed, List<TracedPlace> places, Optional<Snapshot> tree) {
    public TraceLook {
        places = List.copyOf(places);
    }
}
