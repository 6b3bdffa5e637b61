package dev.memcheck.backend;

import java.time.Duration;
import java.util.List;

/**
 * What is known of a traced process at one moment.
 *
 * @param elapsed since the trace began
 * @param places that grew, the largest first
 */
public record TraceLook(Duration elapsed, List<TracedPlace> places) {
    public TraceLook {
        places = List.copyOf(places);
    }
}
