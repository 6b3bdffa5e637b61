package dev.memcheck.session;

import java.util.List;
import java.util.Objects;

/**
 * What one event led to.
 *
 * @param state the session after it
 * @param effects what is to be done, in order
 */
public record SessionStep(SessionState state, List<SessionEffect> effects) {
    public SessionStep {
        Objects.requireNonNull(state);
        effects = List.copyOf(effects);
    }
}
